import Foundation
import Localization
import Workforce

/// Published panels that are brought in as firms: sent with a mapping, looked at, and brought in beside
/// the requests.
struct PanelPages {
  func mount(_ pages: PageRouter) {
    pages.get("/panels") { visit in
      try await PanelList(visit).view(refused: nil)
    }
    pages.post(answering: "/panels") { visit, submission in
      do {
        let panel = try await PanelUpload(visit, submission).prepare()
        return .land(Landing("/panels/\(panel.id)", flash: nil))
      } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
        return .show(try await PanelList(visit).view(refused: (submission, error)))
      }
    }
    pages.get("/panels/{panelImportId}") { visit in
      try await PanelScreen(visit).view()
    }
    pages.post("/panels/{panelImportId}/start") { visit, _ in
      let id: ID<PanelImport> = try visit.id("panelImportId", "panel_import")
      let refusal = try await visit.refusal(of: StartPanelImport(panelImportId: id))
      return Landing("/panels/\(id)", flash: refusal.map { .refused($0, visit.words) })
    }
    pages.post("/panels/{panelImportId}/discard") { visit, _ in
      let id: ID<PanelImport> = try visit.id("panelImportId", "panel_import")
      let refusal = try await visit.refusal(of: DiscardPanelImport(panelImportId: id))
      return Landing(
        "/panels",
        flash: refusal.map { .refused($0, visit.words) }
          ?? .done(visit.words["panels.discarded_now"]))
    }
  }
}

/// What was sent, as the operation takes it.
private struct PanelUpload {
  private let visit: Visit
  private let submission: Submission

  init(_ visit: Visit, _ submission: Submission) {
    self.visit = visit
    self.submission = submission
  }

  func prepare() async throws -> PanelImport {
    guard visit.may(.manageInstallation) else { throw AppError.forbidden }
    guard let file = submission.body.files["csv"], !file.bytes.isEmpty else {
      throw AppError.invalid("csv", "import.choose_file")
    }
    guard let text = file.text else { throw AppError.invalid("csv", "panel.not_utf8") }
    return try await visit.perform(
      PreparePanelImport(
        provinceCode: submission.text("provinceCode") ?? "", mapping: try await mapping(),
        fileName: String(file.name.prefix(200)), csv: text))
  }

  private func mapping() async throws -> PanelMapping {
    let shipped = try await visit.perform(ListPanelMappings())
    if let code = submission.text("mapping") {
      guard let found = shipped.first(where: { $0.code == code }) else {
        throw AppError.invalid("mapping", "field.not_a_choice")
      }
      return found.mapping
    }
    guard let own = submission.body.files["ownMapping"], !own.bytes.isEmpty else {
      throw AppError.invalid("mapping", "panel.choose_mapping")
    }
    return try PanelMapping(file: Data(own.bytes))
  }
}

extension PanelImport {
  var isUnderWay: Bool { state == .queued || state == .running }

  /// Why it failed, in the reader's words.
  func problem(_ words: Words) -> String? {
    failure.map { words.sentence($0, failureParameters ?? [:]) }
  }
}
