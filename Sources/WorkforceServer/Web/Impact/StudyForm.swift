import CivilCalendar
import Foundation
import Localization
import Workforce

/// The form that describes a study.
struct StudyForm {
  let visit: Visit

  init(_ visit: Visit) {
    self.visit = visit
  }

  private static let kinds: [TreatmentRule.Kind] = [
    .completion, .hours, .levelShare, .process, .support,
  ]
  private static let processes = ["sal", "crm", "prd", "mgt"]

  var form: Form {
    let words = visit.words
    let year = visit.today.year
    let kinds = Self.kinds.map { FormField.Choice($0.rawValue, words["study.rule_\($0.rawValue)"]) }
    let processes = Self.processes.map { FormField.Choice($0, words["study.process_\($0)"]) }
    return Form(
      "studies/new",
      fields: [
        FormField("title", input: "title", value: ""),
        FormField("indicator", input: "description.indicatorCode", value: "LP"),
        FormField(
          "period", input: "description.periodKind", value: "quarter",
          choices: StudyPeriodKind.allCases.map {
            .init($0.rawValue, words["study.period_\($0.rawValue)"])
          }),
        FormField("from", input: "description.firstPeriod", value: "\(year - 3)-01-01"),
        FormField("to", input: "description.lastPeriod", value: "\(year - 1)-10-01"),
        FormField(
          "scale", input: "description.isLogarithm", value: "log",
          choices: ["log", "level"].map { .init($0, words["study.scale_\($0)"]) }),
        FormField("deflator", input: "description.deflatorSeries", value: ""),
        FormField("rule", input: "description.treatment.kind", value: "completion", choices: kinds),
        FormField("threshold", input: "description.treatment.threshold", value: ""),
        FormField(
          "process", input: "description.treatment.processCode", value: "sal", choices: processes),
        FormField(
          "second", input: "description.secondTreatment", value: "",
          choices: [.init("", words["study.no_second"])] + kinds),
        FormField(
          "comparison", input: "description.comparison", value: "not_yet",
          choices: StudyComparison.allCases.map {
            .init($0.rawValue, words["study.comparison_\($0.rawValue)"])
          }),
        FormField("worthwhile", input: "description.worthwhile", value: ""),
      ],
      content: [
        "name": words["study.new"], "subtitle": words["study.new_why"], "backURL": "/studies",
        "action": "/studies/new",
      ],
      section: .studies)
  }

  /// Throws `invalidInput` for what is no number or day.
  func input(_ submission: Submission) throws(AppError) -> CreateStudy {
    let isLogarithm = submission.text("scale") != "level"
    let size = try number(submission, "worthwhile", "description.worthwhile")
    return CreateStudy(
      title: submission.text("title") ?? "",
      description: StudyDescription(
        indicatorCode: submission.text("indicator") ?? "",
        periodKind: submission.text("period").flatMap(StudyPeriodKind.init) ?? .quarter,
        firstPeriod: try day(submission, "from", "description.firstPeriod"),
        lastPeriod: try day(submission, "to", "description.lastPeriod"), isLogarithm: isLogarithm,
        deflatorSeries: submission.text("deflator"), winsorisedShare: nil,
        treatment: try rule(submission, submission.text("rule") ?? ""),
        secondTreatment: try submission.text("second").map { (kind) throws(AppError) in
          try rule(submission, kind)
        },
        sections: [], sizes: [],
        comparison: submission.text("comparison").flatMap(StudyComparison.init) ?? .notYet,
        cluster: .firm, covariates: [], anticipation: 0,
        worthwhile: isLogarithm ? size.map { $0 / 100 } : size, isRandomised: false,
        assignment: nil))
  }

  private func rule(_ submission: Submission, _ text: String) throws(AppError) -> TreatmentRule {
    guard let kind = TreatmentRule.Kind(rawValue: text) else {
      throw .invalid("description.treatment.kind", "field.required")
    }
    let amount = try number(submission, "threshold", "description.treatment.threshold")
    switch kind {
    case .completion, .support:
      return TreatmentRule(kind: kind, courseId: nil, processCode: nil, threshold: nil)
    case .hours:
      return TreatmentRule(kind: kind, courseId: nil, processCode: nil, threshold: amount)
    case .levelShare:
      return TreatmentRule(
        kind: kind, courseId: nil, processCode: nil, threshold: amount.map { $0 / 100 })
    case .process:
      return TreatmentRule(
        kind: kind, courseId: nil, processCode: submission.text("process"), threshold: nil)
    }
  }

  private func number(
    _ submission: Submission, _ name: String, _ field: String
  ) throws(AppError) -> Double? {
    guard let text = submission.text(name) else { return nil }
    guard let number = Double(text.replacing(",", with: ".")), number.isFinite else {
      throw .invalid(field, "field.not_a_number")
    }
    return number
  }

  private func day(
    _ submission: Submission, _ name: String, _ field: String
  ) throws(AppError) -> CalendarDate {
    guard let day = CalendarDate(submission.text(name) ?? "") else {
      throw .invalid(field, "field.not_a_date")
    }
    return day
  }
}
