import Localization
import Workforce

/// How many firms have a process in use, by sector and size.
struct AdoptionMapPage {
  private static let processes = ["mgt", "sal", "crm", "prd"]

  private let visit: Visit
  private let chosen: OfficerPeriod
  private let process: String
  private let cells: [PublishedCell]
  private let map: SectorMap

  init(_ visit: Visit) async throws {
    self.visit = visit
    chosen = try OfficerPeriod(visit)
    process = visit.text("process").flatMap { Self.processes.contains($0) ? $0 : nil } ?? "mgt"
    cells = try await visit.perform(
      ListPublishedCells(
        period: chosen.period, measures: Self.processes.map { "\($0)_in_use" },
        provinceCode: nil,
        knownAt: chosen.dates.knownAt))
    map = try await SectorMap(visit)
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = chosen.content("adoption", action: "/officer/adoption")
    content["downloads"] = Downloads.content(
      ListPublishedCells.name,
      ["period": chosen.period.description, "knownAt": chosen.dates.moment])
    content["place"] = visit.session.placeName ?? ""
    if var past = content["past"] as? PageContent {
      past["kept"] =
        [
          ["name": "period", "value": chosen.period.description],
          ["name": "process", "value": process],
        ] as [PageContent]
      content["past"] = past
    }
    content["process"] =
      [
        "options": Self.processes.map { code -> PageContent in
          [
            "value": code, "label": words["process.\(code)"], "selected": code == process,
          ]
        }
      ] as PageContent
    content["hasCells"] = !cells.isEmpty
    content["bars"] = bars
    content["map"] = map.html(
      cells.filter { $0.measure == "\(process)_in_use" },
      caption: words[
        "officer.adoption_caption",
        ["process": words["process.\(process)"], "period": words.period(chosen.period)]]
    ) { cell in
      guard let value = cell.value, let firms = cell.firms, firms > 0 else { return nil }
      let share = value / Double(firms)
      return (share, words.percent(share, decimals: 0))
    }
    return content
  }

  private var bars: String {
    BarChart(
      ChartFrame(
        id: "adoption", title: words["officer.adoption_bars"],
        description: words["officer.adoption_bars_text"],
        columnsTitle: words["officer.process"],
        columns: Self.processes.map { words["process.\($0)"] },
        format: { words.percent($0, decimals: 1) },
        axisFormat: { words.percent($0, decimals: 0) }),
      bars: Self.processes.map { code in
        let cell = cells.whole("\(code)_in_use")
        guard let value = cell?.value, let firms = cell?.firms, firms > 0 else {
          return BarChart.Bar(
            words["process.\(code)"], value: nil, isSuppressed: cell?.state == .suppressed)
        }
        return BarChart.Bar(
          words["process.\(code)"], value: value / Double(firms),
          note: words[
            "officer.firms_of",
            ["count": words.number(Int(value)), "firms": words.number(firms)]])
      }, measure: words["officer.share_of_firms"]
    ).html(words)
  }
}
