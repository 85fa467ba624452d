import CivilCalendar
import Foundation
import Localization
import Workforce

/// The charts of a firm's page: indicators over the same periods, with what happened then.
struct FigureCharts {
  struct Group {
    let title: String
    let charts: [String]
  }

  let figures: FigureWords
  let periods: [Period]
  let indicators: [Indicator]
  /// By code and period.
  let values: [String: [Period: IndicatorValue]]
  let events: [FirmEvent]
  let peers: [FirmPeer]

  private var words: Words { figures.words }

  /// Drawn together because they are read together.
  private static let pairs = [
    ["LP", "LP_REAL"], ["VA", "VA_SUB"], ["training_hours_attended", "training_hours_declared"],
    ["TRN_H_ATT", "TRN_H_DECL"],
  ]

  func groups() -> [Group] {
    var drawn: Set<String> = []
    func charts(_ wanted: (Indicator) -> Bool) -> [String] {
      indicators.filter(wanted).compactMap { indicator in
        guard !drawn.contains(indicator.code) else { return nil }
        let codes = Self.pairs.first { $0.contains(indicator.code) } ?? [indicator.code]
        drawn.formUnion(codes)
        return chart(codes.compactMap { code in indicators.first { $0.code == code } })
      }
    }
    let training = charts { $0.code.hasPrefix("training_hours") || $0.code.hasPrefix("TRN_") }
    var groups = [
      Group(
        title: words["figures.group_productivity"],
        charts: charts { $0.family == .productivity && $0.code != "VA_DIFF" })
    ]
    var processes: [(code: String, name: String)] = []
    for indicator in indicators {
      guard let code = indicator.processCode, !processes.contains(where: { $0.code == code })
      else { continue }
      processes.append(
        (code, indicator.processName?.text(english: words.isEnglish) ?? code))
    }
    for process in processes {
      groups.append(
        Group(
          title: words["figures.group_process", ["process": process.name]],
          charts: charts { $0.processCode == process.code }))
    }
    groups.append(Group(title: words["figures.group_own"], charts: charts { $0.family == .own }))
    groups.append(Group(title: words["figures.group_training"], charts: training))
    return groups.filter { !$0.charts.isEmpty }
  }

  /// Nil when none of them has a value in any period.
  private func chart(_ indicators: [Indicator]) -> String? {
    let shown = indicators.filter { indicator in
      values[indicator.code]?.values.contains { $0.value != nil } == true
    }
    guard let first = shown.first else { return nil }
    var series = shown.map { indicator in
      LineChart.Series(
        figures.name(indicator),
        points: periods.map { point(values[indicator.code]?[$0]) })
    }
    if let beside = peerSeries(of: first) { series.append(beside) }
    return LineChart(
      frame(first, shown, series: series), series: series, events: marks
    ).html(words)
  }

  private func point(_ value: IndicatorValue?) -> LineChart.Point {
    guard let value else { return LineChart.Point(nil) }
    return LineChart.Point(
      value.value.map { NSDecimalNumber(decimal: $0).doubleValue },
      isTentative: value.isIncomplete, note: figures.note(value))
  }

  /// The mean of the sector as published; nil where nothing is published, not even that it is suppressed.
  private func peerSeries(of indicator: Indicator) -> LineChart.Series? {
    let own = peers.filter { $0.indicator == indicator.code }
    guard !own.isEmpty else { return nil }
    return LineChart.Series(
      words["figures.peers"],
      points: periods.map { period in
        guard let peer = own.first(where: { $0.period == period }) else {
          return LineChart.Point(nil)
        }
        guard peer.state == .published else { return .suppressed(words["chart.suppressed_short"]) }
        return LineChart.Point(
          peer.value, note: peer.firms.map { words.counted("figures.peer_firms", $0) })
      })
  }

  private func frame(
    _ indicator: Indicator, _ shown: [Indicator], series: [LineChart.Series]
  ) -> ChartFrame {
    let unit = figures.unit(indicator)
    let title = shown.map { figures.name($0) }.joined(separator: ", ")
    return frame(
      id: "chart-\(indicator.code.lowercased())", title: "\(title) (\(unit))",
      values: series.flatMap { $0.points.compactMap(\.value) },
      format: { [words] in words.number($0, decimals: indicator.decimals) })
  }

  func frame(
    id: String, title: String, values: [Double], format: @escaping @Sendable (Double) -> String
  ) -> ChartFrame {
    let figures = figures
    let ends = [periods.first, periods.last].compactMap { $0.map(figures.name) }
    return ChartFrame(
      id: id, title: title,
      description: words[
        "figures.chart_description",
        [
          "from": ends.first ?? "", "to": ends.last ?? "",
          "lowest": values.min().map(format) ?? "–", "highest": values.max().map(format) ?? "–",
          "latest": values.last.map(format) ?? "–",
        ]],
      columnsTitle: words["figures.period"], columns: periods.map(figures.label), format: format,
      axisFormat: { figures.short($0) })
  }

  /// Completions of a period as one mark with their number; the rest one by one.
  var marks: [LineChart.Event] {
    periods.indices.flatMap { column -> [LineChart.Event] in
      let period = periods[column]
      let inside = events.filter {
        $0.occurredOn >= period.startsOn && $0.occurredOn <= period.endsOn
      }
      return FirmEvent.Kind.allCases.compactMap { kind in
        let some = inside.filter { $0.kind == kind }
        guard !some.isEmpty else { return nil }
        return LineChart.Event(
          column: column, shape: Self.shape(kind), kind: words["figures.event_\(kind.rawValue)"],
          label: label(kind, some))
      }
    }
  }

  private func label(_ kind: FirmEvent.Kind, _ events: [FirmEvent]) -> String {
    switch kind {
    case .training: words.counted("figures.completions", events.reduce(0) { $0 + $1.count })
    case .adoption, .support: events.map(line).joined(separator: ", ")
    }
  }

  private func line(_ event: FirmEvent) -> String {
    let name = event.name?.text(english: words.isEnglish) ?? ""
    let stage = event.stage.flatMap { words.ifPresent("figures.stage_\($0)") } ?? ""
    let amount = event.amountVnd.map { " " + words.money($0) } ?? ""
    return stage.isEmpty ? name + amount : "\(name) (\(stage))\(amount)"
  }

  private static func shape(_ kind: FirmEvent.Kind) -> LineChart.EventShape {
    switch kind {
    case .training: .triangle
    case .adoption: .diamond
    case .support: .circle
    }
  }
}
