import Localization
import Workforce

/// One panel: what it would make, how far it is, and what it made.
struct PanelScreen {
  private let visit: Visit
  private let panel: PanelImport
  private let firms: [FirmDetail]
  private let indicators: [String: String]

  /// How many of the firms are shown; the list of firms has the rest.
  private static let shown = 12

  init(_ visit: Visit) async throws {
    self.visit = visit
    panel = try await visit.perform(
      ShowPanelImport(panelImportId: try visit.id("panelImportId", "panel_import")))
    if panel.firmsDone > 0 {
      firms = try await visit.perform(
        ListFirms(
          search: panel.firmName, provinceCode: panel.provinceCode, vsicSection: nil,
          communeCode: nil, isActive: nil, after: nil, limit: Self.shown)
      ).items
    } else {
      firms = []
    }
    let isEnglish = visit.words.isEnglish
    indicators = Dictionary(
      try await visit.perform(ListIndicators(family: nil, process: nil)).map {
        ($0.code, $0.name.text(english: isEnglish))
      }, uniquingKeysWith: { first, _ in first })
  }

  private var words: Words { visit.words }

  func view() -> PageView {
    let url = "/panels/\(panel.id)"
    var content: PageContent = [
      "title": panel.name, "source": panel.source, "listURL": "/panels",
      "state": words["panels.state_\(panel.state.rawValue)"],
      "isOff": panel.state == .discarded || panel.state == .failed,
      "facts": facts.map { ["term": $0.0, "text": $0.1] as PageContent },
      "columns": panel.report.columns.map(column), "hasFirms": !firms.isEmpty,
      "firms": firms.map { ["url": "/firms/\($0.id)", "name": $0.name, "code": $0.code] },
      "firmsURL": "/firms?search=\(QueryText.encode(panel.firmName))",
    ]
    if panel.state == .prepared || panel.state == .failed {
      content["startURL"] = "\(url)/start"
      content["discardURL"] = "\(url)/discard"
    }
    if panel.isUnderWay {
      content["isUnderWay"] = true
      content["progress"] =
        [
          "done": panel.firmsDone, "all": panel.firmsInAll,
          "text": words[
            "panels.progress",
            ["done": words.number(panel.firmsDone), "all": words.number(panel.firmsInAll)]],
        ] as PageContent
    }
    content["failed"] = panel.problem(words)
    if panel.state == .done {
      content["done"] = words["panels.done", ["firms": words.number(panel.firmsDone)]]
    }
    return PageView("panels/panel", content, section: .administration)
  }

  private var facts: [(String, String)] {
    let report = panel.report
    let periods = [report.firstPeriod, report.lastPeriod].compactMap { $0 }.map { "\($0)" }
    return [
      (words["imports.file"], panel.fileName),
      (words["imports.at"], words.moment(panel.preparedAt)),
      (
        words["panels.firms"],
        report.knownFirms == 0
          ? words.number(report.firms)
          : words[
            "panels.firms_known",
            ["all": words.number(report.firms), "known": words.number(report.knownFirms)]]
      ),
      (words["panels.first_firms"], report.firstFirms.joined(separator: ", ")),
      (words["panels.rows"], words.number(report.rows)),
      (words["panels.periods"], periods.joined(separator: " – ")),
      (words["panels.observations"], words.number(report.observations)),
      (words["panels.grants"], words.number(report.grants)),
      (words["panels.checksum"], panel.checksum),
    ]
  }

  private func column(_ column: PanelReport.Column) -> PageContent {
    [
      "column": column.column,
      "indicator": indicators[column.indicator] ?? column.indicator, "code": column.indicator,
      "values": words.number(column.values),
    ]
  }
}
