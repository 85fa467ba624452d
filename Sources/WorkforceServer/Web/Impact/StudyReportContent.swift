import Foundation
import Localization
import Workforce

/// What a study found, ready for its template: the answer first, then everything that could be doubted.
struct StudyReportContent {
  private let words: Words
  private let report: ImpactReport
  private let figure: ImpactFigure

  init(words: Words, _ report: ImpactReport) {
    self.words = words
    self.report = report
    figure = ImpactFigure(words: words, isLogarithm: report.headline.isLogarithm)
  }

  var content: PageContent {
    let headline = report.headline
    let question = StudyQuestion(words: words, report.description, report.indicatorName)
    let sentences = ImpactSentences(
      words: words, outcome: question.outcome, treatment: question.treatment,
      units: "impact.units.firms")
    var content: PageContent = [
      "answer": sentences.answer(headline), "figure": sentences.figure(headline) ?? "",
      "missing": sentences.shortfall(headline) ?? "",
      "verdict": words["impact.verdict.\(headline.verdict ?? "none")"],
      "status": words["impact.status.\(headline.status)"],
      "attribution": words["study.attribution_\(report.attribution.rawValue)"],
      "attributionWhy": words["study.attribution_\(report.attribution.rawValue)_why"],
      "notes": headline.warnings.map { words["impact.warning.\($0)"] },
      "hasNotes": !headline.warnings.isEmpty, "left": leftOut(report.sample),
      "hidesCounts": report.sample.hidden?.isEmpty == false,
      "caveats": (1...7).map { words["study.caveat_\($0)"] },
    ]
    if let effect = headline.minimumDetectableEffect {
      let key = headline.verdict == "inconclusive" ? "detectable_only" : "detectable"
      content["detectable"] = words["study.\(key)", ["size": figure.eitherWay(effect)]]
    }
    if let single = report.oneFirm {
      content["oneFirm"] =
        words[
          single.holds ? "study.one_firm_holds" : "study.one_firm_turns",
          ["tried": words.number(single.tried)]]
    }
    let hidden = report.hiddenEvents
    if hidden > 0 {
      content["hiddenEvents"] = words["study.hidden_events", ["count": words.number(hidden)]]
    }
    if let chart = StudyPicture(words: words, figure: figure, report).html {
      content["picture"] = chart
    }
    if let test = report.preTrend {
      content["preTrend"] =
        words[
          "impact.pretrend",
          [
            "p": p(test.p), "df": "\(test.degrees)",
            "slope": test.missedSlope.map { figure.signed($0) } ?? "–",
          ]]
    }
    if report.better == .down { content["direction"] = words["study.lower_is_better"] }
    if let breakdown = report.breakdown {
      content["breakdown"] =
        words[
          "study.breakdown", ["times": words.number(breakdown, decimals: 2)]]
    }
    add("cohorts", report.cohorts.map { line($0, question.period($0.label)) }, to: &content)
    add("opinions", opinions(report), to: &content)
    add(
      "lags",
      report.lagLines.map { lag in
        line(
          lag,
          lag.label == "0"
            ? words["study.lag_0"] : words["study.lag", ["periods": lag.label ?? ""]])
      }, to: &content)
    add(
      "decomposition",
      report.decomposition.map { part -> PageContent in
        [
          "label": words["impact.bacon.\(part.name)"],
          "weight": words.percent(part.weight, decimals: 1),
          "estimate": figure.signed(part.estimate),
        ]
      }, to: &content)
    content["misleads"] = report.twoWayMisleads
    content["disagrees"] = !report.disagreeing.isEmpty
    add(
      "variants", report.variants.map { line($0, question.variant($0)) }, to: &content)
    addLevers(report, to: &content)
    add(
      "doses",
      zip(report.doseLines, report.doseRanges).map { dose, range in
        line(
          dose,
          words[
            "study.hours_range",
            [
              "from": words.number(range.from, decimals: 1),
              "to": words.number(range.to, decimals: 1),
            ]])
      }, to: &content)
    return content
  }

  private func add(_ name: String, _ lines: [PageContent], to content: inout PageContent) {
    guard !lines.isEmpty else { return }
    content[name] = ["lines": lines] as PageContent
  }

  private func line(_ line: ImpactLine, _ label: String) -> PageContent {
    [
      "label": label, "estimate": figure.signed(line.estimate),
      "interval": line.low == nil
        ? "–" : "\(figure.signed(line.low)) … \(figure.signed(line.high))",
      "firms": counts(line),
    ]
  }

  private func counts(_ line: ImpactLine) -> String {
    [line.treated, line.control].compactMap { $0 }.map { words.number($0) }
      .joined(separator: " / ")
  }

  /// Counts of few firms are taken out before a report gets here, with those they would follow from.
  private func told(_ count: Int?) -> String {
    count.map { words.number($0) } ?? words["study.count_hidden"]
  }

  private func opinions(_ report: ImpactReport) -> [PageContent] {
    let lines = report.opinions.map { line($0, words["study.opinion_\($0.name)"]) }
    guard !lines.isEmpty else { return [] }
    let headline = ImpactLine(
      name: "callaway_santanna", label: nil, estimate: report.headline.estimate,
      low: report.headline.low, high: report.headline.high, minimumDetectableEffect: nil,
      treated: report.headline.treated, control: report.headline.control)
    return [line(headline, words["study.opinion_callaway_santanna"])] + lines
  }

  private func addLevers(_ report: ImpactReport, to content: inout PageContent) {
    guard let order = report.leverOrder else { return }
    add(
      "levers", report.leverLines.map { line($0, words["study.lever_\($0.name)"]) }, to: &content)
    content["leverOrder"] =
      [
        "lines": order.map { entry -> PageContent in
          ["label": words["study.order_\(entry.name)"], "firms": told(entry.firms)]
        }
      ] as PageContent
    if let together = report.leverLines.first(where: { $0.name == "complementarity" }) {
      content["leverDetectable"] =
        words[
          "study.detectable", ["size": figure.eitherWay(together.minimumDetectableEffect)]]
    }
    content["leverStatus"] = report.leverStatus.map { words["impact.status.\($0)"] } ?? ""
  }

  private func leftOut(_ sample: StudySample) -> [PageContent] {
    let counts = [
      ("in_all", sample.firmsInAll), ("used", sample.firmsUsed),
      ("outside", sample.outsidePopulation), ("without_indicator", sample.withoutIndicator),
      ("always", sample.alwaysTreated), ("jumps", jumps(of: sample)),
      ("rows_prices", sample.rowsWithoutPrices),
      ("rows_log", sample.rowsWithoutLogarithm),
    ]
    let lines = counts.map { name, count -> PageContent in
      ["label": words["study.left_\(name)"], "count": told(count)]
    }
    let missing = [
      ("missing_treated", sample.missingAmongTreated),
      ("missing_others", sample.missingAmongOthers),
    ]
    return lines
      + missing.map { name, share -> PageContent in
        ["label": words["study.left_\(name)"], "count": words.percent(share, decimals: 1)]
      }
  }

  /// Older runs did not count them, which is told as none.
  private func jumps(of sample: StudySample) -> Int? {
    sample.hidden?.contains("staffJumps") == true ? nil : sample.staffJumps ?? 0
  }

  /// Three decimals, or less than one in a thousand.
  private func p(_ value: Double) -> String {
    value < 0.001
      ? "< " + words.number(0.001, decimals: 3) : words.number(value, decimals: 3)
  }
}
