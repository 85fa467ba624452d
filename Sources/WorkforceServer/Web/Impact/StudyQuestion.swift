import CivilCalendar
import Localization
import Workforce

/// What a study asks, in words.
package struct StudyQuestion {
  let words: Words
  let description: StudyDescription
  private let indicatorName: LocalizedText?

  package init(words: Words, _ description: StudyDescription, _ indicatorName: LocalizedText?) {
    self.words = words
    self.description = description
    self.indicatorName = indicatorName
  }

  /// The name as it stands in the middle of a sentence; the code where there is no name.
  var outcome: String {
    guard let name = indicatorName?.text(english: words.language == .en), let first = name.first
    else { return words["study.indicator", ["code": description.indicatorCode]] }
    let rest = name.dropFirst()
    // An abbreviation keeps its capitals.
    let isAbbreviation = rest.first.map { $0.isUppercase || $0.isNumber } ?? true
    return isAbbreviation ? name : first.lowercased() + rest
  }

  var treatment: String { rule(description.treatment) }

  /// What is said of its answer.
  package var sentences: ImpactSentences {
    ImpactSentences(
      words: words, outcome: outcome, treatment: treatment, units: "impact.units.firms")
  }

  /// One sentence: who, what, when, against whom.
  package var text: String {
    let kind = description.periodKind
    let second = description.secondTreatment.map {
      " " + words["study.with_second", ["rule": rule($0)]]
    }
    let sentence =
      words[
        "study.question",
        [
          "treatment": treatment, "outcome": outcome,
          "from": period("\(kind.ordinal(description.firstPeriod))"),
          "to": period("\(kind.ordinal(description.lastPeriod))"),
          "comparison": words["study.comparison_\(description.comparison.rawValue)"],
        ]] + (second ?? "")
    return sentence.prefix(1).uppercased() + sentence.dropFirst()
  }

  private func rule(_ rule: TreatmentRule) -> String {
    var parameters: [String: String] = [:]
    if let threshold = rule.threshold {
      parameters["threshold"] =
        rule.kind == .levelShare
        ? words.percent(threshold, decimals: 0)
        : words.number(threshold, decimals: threshold == threshold.rounded() ? 0 : 1)
    }
    if let process = rule.processCode { parameters["process"] = words["study.process_\(process)"] }
    return words["study.treatment_\(rule.kind.rawValue)", parameters]
  }

  /// `Q2/2024` for the number of a quarter; the text itself when it is no number.
  func period(_ label: String?) -> String {
    guard let label, let ordinal = Int(label) else { return label ?? "–" }
    let kind = description.periodKind
    let year = "\(kind.year(ofOrdinal: ordinal))"
    guard kind != .year else { return year }
    return words[
      "study.period_name_\(kind.rawValue)",
      ["year": year, "number": "\(kind.number(ofOrdinal: ordinal))"]]
  }

  /// What was done otherwise.
  func variant(_ line: ImpactLine) -> String {
    var label = line.label ?? ""
    if line.name == "without_cohort" { label = period(line.label) }
    if line.name == "comparison" { label = words["study.comparison_\(label)"] }
    return words["study.variant_\(line.name)", ["label": label]]
  }
}
