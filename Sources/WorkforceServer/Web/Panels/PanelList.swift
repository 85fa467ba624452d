import HTTPTypes
import Localization
import Workforce

/// The panels so far, and the form that takes another.
struct PanelList {
  private let visit: Visit
  private let panels: Page<PanelImport>
  private let mappings: [ShippedMapping]
  private let provinces: [Province]

  init(_ visit: Visit) async throws {
    self.visit = visit
    panels = try await visit.perform(ListPanelImports(after: visit.text("after"), limit: nil))
    mappings = try await visit.perform(ListPanelMappings())
    provinces = try await visit.perform(ListProvinces(search: nil))
  }

  private var words: Words { visit.words }

  /// - Parameter refused: what was sent and what is wrong with it; files must be chosen again.
  func view(refused: (Submission, AppError)?) -> PageView {
    var content = AdministrationTab.panels.page(visit).tabbed
    content["action"] = "/panels"
    content["mapping"] = mapping(refused)
    content["provinceCode"] = province(refused)
    content["csv"] = errors("csv", refused)
    content["ownMapping"] = errors("mapping", refused)
    content["problems"] = problems(refused)
    content["hasPanels"] = !panels.items.isEmpty
    content["panels"] = panels.items.map(row)
    content["downloads"] = Downloads.content(ListPanelImports.name)
    content["pager"] = visit.pager("/panels", shown: panels.items.count, next: panels.next)
    return PageView(
      "panels/list", content, section: .administration, status: refused?.1.code.status ?? .ok)
  }

  private func row(_ panel: PanelImport) -> PageContent {
    [
      "url": "/panels/\(panel.id)", "name": panel.name, "file": panel.fileName,
      "at": words.moment(panel.preparedAt),
      "firms": words.number(panel.report.firms),
      "state": words["panels.state_\(panel.state.rawValue)"],
      "isOff": panel.state == .discarded || panel.state == .failed,
    ]
  }

  private func mapping(_ refused: (Submission, AppError)?) -> PageContent {
    let sent = refused.map { $0.0.text("mapping") ?? "" } ?? mappings.first?.code ?? ""
    return [
      "options": mappings.map { one -> PageContent in
        [
          "value": one.code, "label": "\(one.mapping.name) · \(one.mapping.source)",
          "selected": one.code == sent,
        ]
      } + [
        ["value": "", "label": words["panels.own_mapping"], "selected": sent.isEmpty]
          as PageContent
      ]
    ]
  }

  private func province(_ refused: (Submission, AppError)?) -> PageContent {
    let sent = refused?.0.text("provinceCode")
    var content = errors("provinceCode", refused)
    content["options"] = provinces.map { one -> PageContent in
      [
        "value": one.code, "label": one.fullName.text(english: words.isEnglish),
        "selected": one.code == sent,
      ]
    }
    return content
  }

  private func errors(_ field: String, _ refused: (Submission, AppError)?) -> PageContent {
    var content: PageContent = ["named": true]
    let found = (refused?.1.fieldErrors ?? []).filter { $0.field == field }
    // Lines of the file are told in a list of their own.
    if field != "csv" || found.count == 1, !found.isEmpty {
      content["error"] = found.map { words.sentence($0.rule, $0.parameters) }
        .joined(separator: " ")
    }
    return content
  }

  /// What stands beside no field: many lines of the file, fields of the mapping, a conflict.
  private func problems(_ refused: (Submission, AppError)?) -> PageContent? {
    guard let error = refused?.1 else { return nil }
    let lines = error.fieldErrors.filter { $0.field == "csv" }
    let others = error.fieldErrors.filter {
      !["csv", "mapping", "provinceCode"].contains($0.field)
    }
    var told = lines.count > 1 ? lines.map { words.sentence($0.rule, $0.parameters) } : []
    told += others.map {
      "\(words.label(of: $0.field)): \(words.sentence($0.rule, $0.parameters))"
    }
    if error.fieldErrors.isEmpty { told = [words.sentence(error.rule, error.parameters)] }
    return told.isEmpty ? nil : ["lines": told]
  }
}
