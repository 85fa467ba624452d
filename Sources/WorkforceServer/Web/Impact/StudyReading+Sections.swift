import Localization
import Workforce

extension StudyReading {
  /// The picture as a table: effects by periods since adoption, before it as well.
  package var dynamics: Section {
    Section(
      title: words["study.picture"],
      why: words[report.hasUniformBand ? "study.picture_band" : "study.picture_pointwise"],
      columns: [words["impact.column.event"]] + figureColumns.dropLast(),
      rows: report.picture.filter { $0.estimate != nil }.map { line in
        let interval = line.low == nil ? words["study.reference"] : interval(line)
        return [period(line.label), figures.signed(line.estimate), interval]
      })
  }

  /// Those that have something to say, in the order of a report.
  package var sections: [Section] {
    let tables = [
      cohorts, opinions, lags, decomposition, levers, order, doses, sensitivity,
    ].filter { !$0.rows.isEmpty }
    return [preTrend, breakdown].compactMap(\.self) + tables + [sample]
  }

  private var preTrend: Section? {
    report.preTrend.map { test in
      Section(
        title: words["study.before"],
        why: words[
          "impact.pretrend",
          [
            "p": p(test.p), "df": "\(test.degrees)",
            "slope": test.missedSlope.map { figures.signed($0) } ?? "–",
          ]])
    }
  }

  private var breakdown: Section? {
    report.breakdown.map { times in
      Section(
        title: words["study.trend"],
        why: words["study.breakdown", ["times": words.number(times, decimals: 2)]])
    }
  }

  private var cohorts: Section {
    lines("cohorts", "impact.column.cohort", report.cohorts.map { ($0, question.period($0.label)) })
  }

  private var opinions: Section {
    var rows = report.opinions.map { ($0, words["study.opinion_\($0.name)"]) }
    if !rows.isEmpty {
      let headline = ImpactLine(
        name: "callaway_santanna", label: nil, estimate: report.headline.estimate,
        low: report.headline.low, high: report.headline.high, minimumDetectableEffect: nil,
        treated: report.headline.treated, control: report.headline.control)
      rows.insert((headline, words["study.opinion_callaway_santanna"]), at: 0)
    }
    var section = lines("opinions", "study.method", rows)
    if report.twoWayMisleads { section.warnings.append(words["study.misleads"]) }
    if !report.disagreeing.isEmpty { section.warnings.append(words["study.disagrees"]) }
    return section
  }

  private var lags: Section {
    var section = lines(
      "lags", "impact.column.event",
      report.lagLines.map { lag in
        let name =
          lag.label == "0"
          ? words["study.lag_0"] : words["study.lag", ["periods": lag.label ?? ""]]
        return (lag, name)
      })
    section.why = words["study.lags_why"]
    return section
  }

  private var decomposition: Section {
    Section(
      title: words["study.decomposition"], why: words["study.decomposition_why"],
      columns: ["compared", "weight", "estimate"].map { words["impact.column.\($0)"] },
      rows: report.decomposition.map { part in
        [
          words["impact.bacon.\(part.name)"], words.percent(part.weight, decimals: 1),
          figures.signed(part.estimate),
        ]
      })
  }

  private var levers: Section {
    var section = lines(
      "levers", "study.lever", report.leverLines.map { ($0, words["study.lever_\($0.name)"]) })
    section.why = report.leverStatus.map { words["impact.status.\($0)"] }
    if let together = report.leverLines.first(where: { $0.name == "complementarity" }) {
      section.remarks.append(
        words[
          "study.detectable", ["size": figures.eitherWay(together.minimumDetectableEffect)]])
    }
    return section
  }

  private var order: Section {
    Section(
      title: words["study.order"], why: words["study.order_why"],
      columns: [words["study.lever"], words["study.firms"]],
      rows: (report.leverOrder ?? []).map { [words["study.order_\($0.name)"], told($0.firms)] })
  }

  private var doses: Section {
    lines(
      "doses", "study.hours",
      zip(report.doseLines, report.doseRanges).map { dose, range in
        let ends = [
          "from": words.number(range.from, decimals: 1), "to": words.number(range.to, decimals: 1),
        ]
        return (dose, words["study.hours_range", ends])
      })
  }

  private var sensitivity: Section {
    var section = lines(
      "sensitivity", "study.otherwise", report.variants.map { ($0, question.variant($0)) })
    section.why = words["study.sensitivity_why"]
    if let single = report.oneFirm {
      section.remarks.append(
        words[
          single.holds ? "study.one_firm_holds" : "study.one_firm_turns",
          ["tried": words.number(single.tried)]])
    }
    return section
  }

  private var sample: Section {
    let sample = report.sample
    // Older runs did not count jumps of staff, which is told as none.
    let jumps = sample.hidden?.contains("staffJumps") == true ? nil : sample.staffJumps ?? 0
    let counts = [
      ("in_all", sample.firmsInAll), ("used", sample.firmsUsed),
      ("outside", sample.outsidePopulation), ("without_indicator", sample.withoutIndicator),
      ("always", sample.alwaysTreated), ("jumps", jumps),
      ("rows_prices", sample.rowsWithoutPrices), ("rows_log", sample.rowsWithoutLogarithm),
    ]
    let missing = [
      ("missing_treated", sample.missingAmongTreated),
      ("missing_others", sample.missingAmongOthers),
    ]
    return Section(
      title: words["study.left_out"], columns: [words["study.group"], words["study.count"]],
      rows: counts.map { [words["study.left_\($0.0)"], told($0.1)] }
        + missing.map { [words["study.left_\($0.0)"], words.percent($0.1, decimals: 1)] },
      remarks: sample.hidden?.isEmpty == false ? [words["study.hides_counts"]] : [])
  }

  private var figureColumns: [String] {
    ["impact.column.estimate", "study.interval", "study.firms"].map { words[$0] }
  }

  private func lines(_ name: String, _ first: String, _ lines: [(ImpactLine, String)]) -> Section {
    let counts = lines.map { line, _ in
      [line.treated, line.control].compactMap { $0 }.map { words.number($0) }
        .joined(separator: " / ")
    }
    let rows = lines.map { line, label in
      [label, figures.signed(line.estimate), line.low == nil ? "–" : interval(line)]
    }
    let columns = [words[first]] + figureColumns
    let title = words["study.\(name)"]
    guard counts.contains(where: { !$0.isEmpty }) else {
      return Section(title: title, columns: columns.dropLast(), rows: rows)
    }
    return Section(title: title, columns: columns, rows: zip(rows, counts).map { $0 + [$1] })
  }

  private func interval(_ line: ImpactLine) -> String {
    "\(figures.signed(line.low)) … \(figures.signed(line.high))"
  }

  private func period(_ label: String?) -> String {
    label.flatMap(Int.init).map { words.number($0) } ?? ""
  }

  /// Counts of few firms are taken out before a report gets here, with those they would follow from.
  private func told(_ count: Int?) -> String {
    count.map { words.number($0) } ?? words["study.count_hidden"]
  }

  /// Three decimals, or less than one in a thousand.
  private func p(_ value: Double) -> String {
    value < 0.001
      ? "< " + words.number(0.001, decimals: 3) : words.number(value, decimals: 3)
  }
}
