import CivilCalendar
import Foundation
import Workforce

/// What a person wrote into the form of a study.
struct StudyFormInput {
  private let submission: Submission

  init(_ submission: Submission) {
    self.submission = submission
  }

  var title: String { submission.text("title") ?? "" }
  var reason: String? { submission.text("reason") }

  /// Throws `invalidInput` for what is no number or day.
  func description() throws(AppError) -> StudyDescription {
    let isLogarithm = submission.text("scale") != "level"
    let size = try number("worthwhile", "description.worthwhile")
    return StudyDescription(
      indicatorCode: submission.text("indicator") ?? "",
      periodKind: submission.text("period").flatMap(StudyPeriodKind.init) ?? .quarter,
      firstPeriod: try day("from", "description.firstPeriod"),
      lastPeriod: try day("to", "description.lastPeriod"), isLogarithm: isLogarithm,
      deflatorSeries: submission.text("deflator"),
      winsorisedShare: try number("winsorise", "description.winsorisedShare").map { $0 / 100 },
      treatment: try rule(.first, submission.text("rule") ?? ""),
      secondTreatment: try submission.text("second_rule").map { (kind) throws(AppError) in
        try rule(.second, kind)
      },
      sections: all("sections"), sizes: all("sizes"),
      comparison: submission.text("comparison").flatMap(StudyComparison.init) ?? .notYet,
      cluster: submission.text("cluster").flatMap(StudyCluster.init) ?? .firm,
      covariates: all("covariates").compactMap(StudyCovariate.init),
      anticipation: try whole("anticipation", "description.anticipation") ?? 0,
      worthwhile: isLogarithm ? size.map { $0 / 100 } : size,
      isRandomised: submission.text("lot") != nil, assignment: submission.text("assignment"))
  }

  /// What does not apply to the kind is left out: a form without scripts cannot hide it.
  private func rule(_ lever: StudyLever, _ text: String) throws(AppError) -> TreatmentRule {
    guard let kind = TreatmentRule.Kind(rawValue: text) else {
      throw .invalid("\(lever.input).kind", "field.required")
    }
    let amount = try number(lever.name("threshold"), "\(lever.input).threshold")
    let course = try course(lever)
    switch kind {
    case .completion:
      return TreatmentRule(kind: kind, courseId: course, processCode: nil, threshold: amount)
    case .hours:
      return TreatmentRule(kind: kind, courseId: course, processCode: nil, threshold: amount)
    case .support:
      return TreatmentRule(kind: kind, courseId: nil, processCode: nil, threshold: amount)
    case .levelShare:
      return TreatmentRule(
        kind: kind, courseId: nil, processCode: nil, threshold: amount.map { $0 / 100 })
    case .process:
      return TreatmentRule(
        kind: kind, courseId: nil, processCode: submission.text(lever.name("process")),
        threshold: nil)
    }
  }

  private func course(_ lever: StudyLever) throws(AppError) -> ID<Course>? {
    guard let text = submission.text(lever.name("course")) else { return nil }
    guard let id = ID<Course>(text) else {
      throw .invalid("\(lever.input).courseId", "field.not_a_choice")
    }
    return id
  }

  private func all(_ name: String) -> [String] {
    (submission.body.values[name] ?? []).filter { !$0.isEmpty }
  }

  private func whole(_ name: String, _ field: String) throws(AppError) -> Int? {
    guard let text = submission.text(name) else { return nil }
    guard let number = Int(text) else { throw .invalid(field, "field.not_a_whole_number") }
    return number
  }

  private func number(_ name: String, _ field: String) throws(AppError) -> Double? {
    guard let text = submission.text(name) else { return nil }
    let parts = text.replacing(",", with: ".").filter { !$0.isWhitespace }
    guard let number = Double(parts), number.isFinite else {
      throw .invalid(field, "field.not_a_number")
    }
    return number
  }

  private func day(_ name: String, _ field: String) throws(AppError) -> CalendarDate {
    guard let text = submission.text(name) else { throw .invalid(field, "field.required") }
    return try CalendarDate(text, inField: field)
  }
}
