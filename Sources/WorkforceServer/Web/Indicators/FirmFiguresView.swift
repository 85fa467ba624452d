import CivilCalendar
import Foundation
import Localization
import Workforce

/// The firm's page: its indicators over time, what happened then, its people's coverage beside it.
struct FirmFiguresView {
  private let visit: Visit
  private let figures: FigureWords
  private let kind: Period.Kind
  private let periods: [Period]
  private let dates: ReportDates

  init(_ visit: Visit) async throws {
    guard visit.may(.readFigures) else { throw AppError.forbidden }
    self.visit = visit
    figures = FigureWords(words: visit.words)
    dates = try ReportDates(visit)
    let shown = try await FigurePeriods(visit, dates)
    (kind, periods) = (shown.kind, shown.periods)
  }

  private var words: Words { visit.words }

  func content() async throws -> PageContent {
    guard let first = periods.first, let last = periods.last else { return [:] }
    let indicators = try await visit.perform(ListIndicators(family: nil, process: nil))
    let computed = indicators.filter {
      $0.family != .input || $0.code.hasPrefix("training_hours") || $0.code == "value_added"
    }
    let values = try await visit.perform(
      ListIndicatorValues(
        from: first, to: last, indicators: computed.map(\.code), asOf: dates.asOf,
        knownAt: dates.knownAt))
    let byCode = Dictionary(grouping: values, by: \.code).mapValues { values in
      Dictionary(values.map { ($0.period, $0) }, uniquingKeysWith: { one, _ in one })
    }
    let peers = try await visit.perform(
      ListFirmPeers(
        indicators: computed.filter { $0.family != .own }.map(\.code), from: first, to: last,
        knownAt: dates.knownAt))
    let charts = FigureCharts(
      figures: figures, periods: periods, indicators: computed, values: byCode,
      events: try await visit.perform(
        ListFirmEvents(
          from: first.startsOn, to: last.endsOn, asOf: dates.asOf, knownAt: dates.knownAt)),
      peers: peers)
    let groups = charts.groups()
    let hasValues = values.contains { $0.value != nil }
    var content = FirmTab.figures.content(visit)
    content.merge(try await place()) { $1 }
    var past = dates.content(words, clearURL: "/indicators?kind=\(kind.rawValue)")
    past["kept"] = [["name": "kind", "value": kind.rawValue] as PageContent]
    content["past"] = past
    content["hasValues"] = hasValues
    content["kinds"] = kinds
    content["groups"] = groups.map { group -> PageContent in
      ["title": group.title, "charts": group.charts]
    }
    content["coverage"] = try await coverage(charts)
    content["latest"] = latest(computed, byCode)
    content["latestTitle"] = words["figures.latest", ["period": figures.name(last)]]
    content["check"] = check(byCode, last)
    if hasValues { content["peersNote"] = peersNote(peers) }
    if visit.may(.recordFigures), !dates.isPast {
      content["importURL"] = "/imports?kind=observation"
      content["enterURL"] = "/indicators/enter?period=\(last)"
      content["nextURL"] = "/indicators/enter?period=\(last.next)"
      content["nextPeriod"] = figures.name(last.next)
    }
    return content
  }

  /// What stands beside the firm's own lines, and where it does not.
  private func peersNote(_ peers: [FirmPeer]) -> String {
    if peers.isEmpty { return words["figures.no_peers"] }
    let hidden = peers.contains { $0.state == .suppressed }
    return words["figures.peers_note"] + (hidden ? " " + words["figures.peers_hidden"] : "")
  }

  private var kinds: [PageContent] {
    Period.Kind.allCases.map { one in
      [
        "label": words["figures.by_\(one.rawValue)"],
        "url": "/indicators?kind=\(one.rawValue)\(dates.query)",
        "current": one == kind,
      ]
    }
  }

  /// Size and flags of the firm.
  private func place() async throws -> PageContent {
    let sizes = try await visit.perform(
      ListFirmSizes(year: nil, asOf: dates.asOf, knownAt: dates.knownAt))
    let flags = try await visit.perform(
      ListFirmFlags(asOf: dates.asOf ?? visit.today, knownAt: dates.knownAt))
    var content: PageContent = ["standingURL": FirmTab.standing.url]
    content["downloads"] = Downloads.content(ListObservations.name)
    content["flags"] = flags.map { flag -> PageContent in
      [
        "name": flag.name.text(english: words.isEnglish),
        "since": words["figures.since", ["date": words.date(iso: flag.startsOn.description)]],
      ]
    }
    content["hasFlags"] = !flags.isEmpty
    if let size = sizes.first {
      content["size"] =
        size.sizeName?.text(english: words.isEnglish) ?? words["figures.size_not_sme"]
      content["sizeNote"] =
        words[
          "figures.size_note",
          [
            "year": "\(size.year)", "workers": words.number(size.siWorkers, decimals: 0),
            "revenue": size.revenueVnd.map { words.money($0) } ?? "–",
            "capital": size.capitalVnd.map { words.money($0) } ?? "–",
            "rule": [size.ruleSource.map(words.citation), size.ruleId].compactMap { $0 }
              .joined(separator: ", "),
          ]]
    }
    return content
  }

  /// The last value of each indicator within the page's periods.
  private func latest(
    _ indicators: [Indicator], _ values: [String: [Period: IndicatorValue]]
  ) -> [PageContent] {
    guard let last = periods.last else { return [] }
    return indicators.filter { $0.family == .productivity }.compactMap { indicator in
      guard let value = values[indicator.code]?[last] else { return nil }
      var row: PageContent = [
        "name": figures.name(indicator), "unit": figures.unit(indicator),
        "value": value.value.map { figures.value($0, indicator, currency: value.currency) } ?? "–",
      ]
      row["note"] = figures.note(value)
      let before = values[indicator.code]?[last.previous]?.value
      row["before"] = before.map { figures.value($0, indicator, currency: nil) } ?? "–"
      return row
    }
  }

  /// The two ways of counting value added, where both can be counted.
  private func check(_ values: [String: [Period: IndicatorValue]], _ period: Period) -> String? {
    guard let addition = values["VA"]?[period]?.value,
      let subtraction = values["VA_SUB"]?[period]?.value,
      let difference = values["VA_DIFF"]?[period]?.value
    else { return nil }
    return words[
      "figures.check",
      [
        "period": figures.name(period), "addition": words.money(addition),
        "subtraction": words.money(subtraction),
        "difference": words.number(difference, decimals: 1),
      ]]
  }

  /// The people's coverage at the end of each period that is over, on the same axis of time.
  private func coverage(_ charts: FigureCharts) async throws -> String? {
    guard visit.may(.readSkills) else { return nil }
    let today = dates.asOf ?? visit.today
    let begun = periods.filter { $0.startsOn <= today }
    guard !begun.isEmpty else { return nil }
    let read = try await visit.perform(
      ShowSkillDays(days: begun.map { min($0.endsOn, today) }, knownAt: dates.knownAt))
    let coverage = Dictionary(read.map { ($0.onDay, $0.coverage) }) { first, _ in first }
    let points = periods.map { period in
      LineChart.Point((coverage[min(period.endsOn, today)] ?? nil).map { $0 * 100 })
    }
    guard points.contains(where: { $0.value != nil }) else { return nil }
    let frame = charts.frame(
      id: "chart-coverage", title: words["figures.coverage"],
      values: points.compactMap(\.value),
      format: { [words] in words.number($0, decimals: 0) + " %" })
    return LineChart(
      frame, series: [LineChart.Series(words["figures.coverage"], points: points)],
      events: charts.marks.filter { $0.shape == .triangle }
    ).html(words)
  }
}
