import Foundation
import Localization
import Workforce

/// The headline of a study in words that a director understands and an economist would sign.
package struct ImpactSentences {
  let words: Words
  let outcome: String
  let treatment: String
  /// Key of what is counted: `impact.units.firms` or `impact.units.units`.
  let units: String

  package init(words: Words, outcome: String, treatment: String, units: String) {
    self.words = words
    self.outcome = outcome
    self.treatment = treatment
    self.units = units
  }

  /// One to three sentences: the answer, its basis, what is missing.
  package func text(_ headline: ImpactHeadline) -> String {
    ([answer(headline)] + [figure(headline), shortfall(headline)].compactMap { $0 })
      .joined(separator: " ")
  }

  /// The verdict, or why there is none.
  package func answer(_ headline: ImpactHeadline) -> String {
    let parameters = parameters(headline)
    guard let verdict = headline.verdict else {
      return words["impact.answer.\(headline.status)", parameters]
    }
    guard verdict == "effect" else { return words["impact.answer.\(verdict)", parameters] }
    return words["impact.answer.effect_\(headline.claim.rawValue)", parameters]
  }

  /// The estimate with its interval and counts; nil where there is no number.
  package func figure(_ headline: ImpactHeadline) -> String? {
    guard headline.estimate != nil else { return nil }
    let key = headline.low == nil ? "impact.figure.point" : "impact.figure.interval"
    return words[key, parameters(headline)]
  }

  package func shortfall(_ headline: ImpactHeadline) -> String? {
    guard let shortfall = headline.shortfall, headline.status != "not_identified" else {
      return nil
    }
    let goal = words[
      headline.status == "exploratory_small_sample"
        ? "impact.missing.to_report" : "impact.missing.to_say"]
    var parameters = parameters(headline)
    parameters["goal"] = goal
    parameters["more_treated"] = words.number(shortfall.treated)
    parameters["more_control"] = words.number(shortfall.control)
    switch (shortfall.treated > 0, shortfall.control > 0) {
    case (true, true): return words["impact.missing.both", parameters]
    case (true, false): return words["impact.missing.treated", parameters]
    case (false, true): return words["impact.missing.control", parameters]
    case (false, false): return words["impact.missing.information", parameters]
    }
  }

  private func parameters(_ headline: ImpactHeadline) -> [String: String] {
    let size = ImpactFigure(words: words, isLogarithm: headline.isLogarithm)
    return [
      "outcome": outcome, "treatment": treatment, "units": words[units],
      "change": size.change(headline.estimate), "estimate": size.signed(headline.estimate),
      "low": size.signed(headline.low), "high": size.signed(headline.high),
      "worthwhile": size.unsigned(headline.worthwhile),
      "level": words.percent(headline.confidence, decimals: 0),
      "treated": words.number(headline.treated), "control": words.number(headline.control),
    ]
  }
}

/// Estimates as people read them: log points as per cent, anything else in the outcome's unit.
package struct ImpactFigure {
  let words: Words
  let isLogarithm: Bool

  package init(words: Words, isLogarithm: Bool) {
    self.words = words
    self.isLogarithm = isLogarithm
  }

  /// `cao hơn 5,2 %`, without its sign.
  func change(_ value: Double?) -> String {
    guard let value else { return "–" }
    let size = written(abs(readable(value)))
    return words[value < 0 ? "impact.change.lower" : "impact.change.higher", ["size": size]]
  }

  package func signed(_ value: Double?) -> String {
    guard let value else { return "–" }
    let shown = readable(value)
    return (shown > 0 ? "+" : "") + written(shown)
  }

  /// A size that is missed in either direction. Per cent are not the same both ways.
  package func eitherWay(_ value: Double?) -> String {
    guard let value else { return "–" }
    return isLogarithm
      ? "\(signed(-abs(value))) / \(signed(abs(value)))" : "±" + written(abs(value))
  }

  /// A size that the reader gave or a limit, already a magnitude.
  func unsigned(_ value: Double?) -> String {
    guard let value else { return "–" }
    return written(isLogarithm ? abs(100 * expm1(value)) : abs(value))
  }

  /// 100(e^b − 1) for log points.
  private func readable(_ value: Double) -> Double {
    isLogarithm ? 100 * expm1(value) : value
  }

  private func written(_ value: Double) -> String {
    guard !isLogarithm else { return words.number(value, decimals: 1) + "\u{A0}%" }
    return words.number(value, decimals: Self.decimals(value))
  }

  /// Enough for three digits that mean something.
  static func decimals(_ value: Double) -> Int {
    switch abs(value) {
    case 100...: 0
    case 10..<100: 1
    case 1..<10: 2
    case 0.1..<1: 3
    default: 4
    }
  }
}
