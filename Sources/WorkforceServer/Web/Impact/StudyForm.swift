import CivilCalendar
import Foundation
import Localization
import Workforce

/// The form that describes a study, new or saved before.
struct StudyForm {
  private let words: Words
  private let choices: StudyChoices
  private let today: CalendarDate
  /// Nil for a new one.
  private let study: StudyDetails?

  init(_ visit: Visit, _ choices: StudyChoices, _ study: StudyDetails?) {
    words = visit.words
    today = visit.today
    self.choices = choices
    self.study = study
  }

  static let processes = ["sal", "crm", "prd", "mgt"]

  var form: Form {
    let question: [FormField] = [
      FormField("title", input: "title", value: study?.title ?? ""),
      FormField(
        "indicator", input: "description.indicatorCode", value: old?.indicatorCode ?? "LP",
        choices: choices.indicators.keeping(old?.indicatorCode, nil, words)),
      FormField(
        "scale", input: "description.isLogarithm",
        value: old?.isLogarithm == false ? "level" : "log",
        choices: ["log", "level"].map { .init($0, words["study.scale_\($0)"]) }),
      FormField(
        "deflator", input: "description.deflatorSeries", value: old?.deflatorSeries ?? "",
        choices: choices.deflators.keeping(old?.deflatorSeries, nil, words)),
      FormField(
        "winsorise", input: "description.winsorisedShare",
        value: percent(old?.winsorisedShare)),
    ]
    let fields =
      question + lever(.first, old?.treatment) + lever(.second, old?.secondTreatment)
      + population + comparison
    return Form(
      "studies/form", fields: fields + (study == nil ? [] : [reason]),
      content: [
        "crumb": study?.title ?? words["study.title"],
        "heading": words[study == nil ? "study.new" : "study.edit"],
        "subtitle": words[study == nil ? "study.new_why" : "study.edit_why"],
        "backURL": study.map { "/studies/\($0.id)" } ?? "/studies",
        "action": study.map { "/studies/\($0.id)/edit" } ?? "/studies/new",
      ],
      section: .studies)
  }

  private var old: StudyDescription? { study?.description }

  private var reason: FormField { FormField("reason", input: "reason", value: "") }

  private func lever(_ lever: StudyLever, _ rule: TreatmentRule?) -> [FormField] {
    let kinds = TreatmentRule.Kind.allCases.map {
      FormField.Choice($0.rawValue, words["study.rule_\($0.rawValue)"])
    }
    let none = FormField.Choice("", words["study.no_second"])
    return [
      FormField(
        lever.name("rule"), input: "\(lever.input).kind",
        value: rule?.kind.rawValue ?? (lever == .first ? "completion" : ""),
        choices: lever == .first ? kinds : [none] + kinds),
      FormField(
        lever.name("course"), input: "\(lever.input).courseId",
        value: rule?.courseId?.description ?? "",
        choices: choices.courses.keeping(
          rule?.courseId?.description, words["study.course_kept"], words)),
      FormField(
        lever.name("threshold"), input: "\(lever.input).threshold", value: threshold(rule)),
      FormField(
        lever.name("process"), input: "\(lever.input).processCode",
        value: rule?.processCode ?? "sal",
        choices: Self.processes.map { FormField.Choice($0, words["study.process_\($0)"]) }
          .keeping(rule?.processCode, nil, words)),
    ]
  }

  private var population: [FormField] {
    [
      FormField(
        "period", input: "description.periodKind", value: old?.periodKind.rawValue ?? "quarter",
        choices: StudyPeriodKind.allCases.map {
          .init($0.rawValue, words["study.period_\($0.rawValue)"])
        }),
      FormField(
        "from", input: "description.firstPeriod",
        value: old?.firstPeriod.description ?? "\(today.year - 3)-01-01"),
      FormField(
        "to", input: "description.lastPeriod",
        value: old?.lastPeriod.description ?? "\(today.year - 1)-10-01"),
      FormField(
        "sections", input: "description.sections",
        value: (old?.sections ?? []).joined(separator: ","),
        choices: choices.sectors.keeping(recorded(old?.sections), words),
        isMultiple: true),
      FormField(
        "sizes", input: "description.sizes", value: (old?.sizes ?? []).joined(separator: ","),
        choices: choices.sizes.keeping(recorded(old?.sizes), words), isMultiple: true),
    ]
  }

  private func recorded(_ codes: [String]?) -> [FormField.Choice] {
    (codes ?? []).map { FormField.Choice($0, $0) }
  }

  private var comparison: [FormField] {
    [
      FormField(
        "comparison", input: "description.comparison",
        value: old?.comparison.rawValue ?? "not_yet",
        choices: StudyComparison.allCases.map {
          .init($0.rawValue, words["study.comparison_\($0.rawValue)"])
        }),
      FormField(
        "cluster", input: "description.cluster", value: old?.cluster.rawValue ?? "firm",
        choices: StudyCluster.allCases.map {
          .init($0.rawValue, words["study.cluster_\($0.rawValue)"])
        }),
      FormField(
        "covariates", input: "description.covariates",
        value: (old?.covariates ?? []).map(\.rawValue).joined(separator: ","),
        choices: StudyCovariate.allCases.map {
          .init($0.rawValue, words["study.covariate_\($0.rawValue)"])
        }, isMultiple: true),
      FormField(
        "anticipation", input: "description.anticipation", value: "\(old?.anticipation ?? 0)"),
      FormField("worthwhile", input: "description.worthwhile", value: worthwhile),
      FormField(
        "lot", input: "description.isRandomised", value: old?.isRandomised == true ? "yes" : "",
        choices: [.init("yes", words["study.field_lot"])], isMultiple: true),
      FormField("assignment", input: "description.assignment", value: old?.assignment ?? ""),
    ]
  }

  private var worthwhile: String {
    guard let size = old?.worthwhile else { return "" }
    return old?.isLogarithm == true ? percent(size) : written(size)
  }

  private func threshold(_ rule: TreatmentRule?) -> String {
    guard let rule, let threshold = rule.threshold else { return "" }
    return rule.kind == .levelShare ? percent(threshold) : written(threshold)
  }

  private func percent(_ share: Double?) -> String { share.map { written($0 * 100) } ?? "" }

  private func written(_ number: Double) -> String {
    let rounded = (number * 1e6).rounded() / 1e6
    let text = rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    return words.language == .vi ? text.replacing(".", with: ",") : text
  }
}

/// The first lever of a study or the second, by the names that its fields have.
enum StudyLever {
  case first, second

  func name(_ field: String) -> String { self == .first ? field : "second_\(field)" }

  var input: String {
    self == .first ? "description.treatment" : "description.secondTreatment"
  }
}
