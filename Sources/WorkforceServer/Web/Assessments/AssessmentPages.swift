import CivilCalendar
import Foundation
import Localization
import Workforce

/// The fields by which a manager or HR judges a level.
struct AssessmentForm {
  let levels: LevelWords
  let words: Words
  let today: CalendarDate

  /// Kinds that a person records about another outside of a class.
  private var kinds: [(AssessmentKind, EvidenceGrade)] {
    [(.manager, .observedManager), (.test, .tested), (.certificate, .certified)]
  }

  func fields(level: Int?) -> [FormField] {
    [
      FormField(
        "level", input: "level", value: level.map(String.init) ?? "", choices: levels.choices),
      FormField(
        "grade", input: "kind", value: AssessmentKind.manager.rawValue,
        choices: kinds.map { FormField.Choice($0.0.rawValue, words[$0.1.wordKey]) }),
      FormField("on", input: "occurredOn", value: today.description),
      FormField("reason", input: "evidence", value: ""),
    ]
  }

  /// As part of a panel, where the competency is known.
  func content(level: Int?) -> PageContent {
    var content: PageContent = ["competency": false]
    for field in fields(level: level) { content[field.name] = field.content(sent: nil, errors: []) }
    return content
  }
}

/// Judging a person, and saying that a requirement does not apply to them.
struct AssessmentPages {
  func mount(_ pages: PageRouter) {
    AssessmentCorrections().mount(pages)
    pages.form("/people/{employeeId}/assess") { visit in
      let subject = try await AssessmentSubject(visit)
      return Form(
        "assessments/assess",
        fields: [subject.competencyField]
          + AssessmentForm(levels: subject.levels, words: visit.words, today: visit.today)
          .fields(level: subject.attainedLevel),
        content: subject.content(visit, action: "assess"), section: .people)
    } submit: { visit, submission in
      let subject = try await AssessmentSubject(visit)
      _ = try await visit.perform(
        try submission.decode(
          RecordAssessment.self, extra: ["competencyId": subject.competencyId(submission)]))
      return Landing(subject.backURL, flash: .done(visit.words["assessment.recorded"]))
    }
    pages.form("/people/{employeeId}/exempt") { visit in
      let subject = try await AssessmentSubject(visit)
      return Form(
        "assessments/exempt",
        fields: [
          subject.competencyField, FormField("until", input: "validUntil", value: ""),
          FormField("reason", input: "reason", value: ""),
        ],
        content: subject.content(visit, action: "exempt"), section: .people)
    } submit: { visit, submission in
      let subject = try await AssessmentSubject(visit)
      _ = try await visit.perform(
        try submission.decode(
          GrantExemption.self,
          extra: [
            "competencyId": subject.competencyId(submission),
            "validFrom": visit.today.description,
          ]))
      return Landing(subject.backURL, flash: .done(visit.words["assessment.exempted"]))
    }
  }
}

/// The person and competency that a form is about.
private struct AssessmentSubject {
  let person: EmployeeDetail
  let cells: [EmployeeSkillCell]
  let chosen: EmployeeSkillCell?
  let levels: LevelWords
  let backURL: String
  private let isEnglish: Bool

  init(_ visit: Visit) async throws {
    let employeeId: ID<Employee> = try visit.id("employeeId", "employee")
    person = try await visit.perform(ShowEmployee(employeeId: employeeId))
    cells = try await visit.perform(
      ShowSkillGaps(employeeId: employeeId, asOf: nil, knownAt: nil)
    ).document().cells
    let wanted = visit.text("competency")
    chosen = cells.first { $0.competencyId.description == wanted } ?? cells.first
    levels = try await LevelWords(of: chosen?.frameworkCode ?? "TT02_2025", for: visit)
    backURL = visit.text("back").map { Redirect.local($0) } ?? "/people/\(employeeId)"
    isEnglish = visit.words.language == .en
  }

  var attainedLevel: Int? { chosen?.attainedLevel }

  var competencyField: FormField {
    FormField(
      "competency", input: "competencyId", value: chosen?.competencyId.description ?? "",
      choices: cells.map {
        FormField.Choice(
          $0.competencyId.description, "\($0.code) \($0.title.text(english: isEnglish))")
      })
  }

  /// What the page sent, or what its address names: the panel of a cell has no such field.
  func competencyId(_ submission: Submission) -> String {
    submission.text("competency") ?? chosen?.competencyId.description ?? ""
  }

  func content(_ visit: Visit, action: String) -> PageContent {
    let assignment = person.assignments.first
    let place = [
      person.code, assignment?.jobRoleTitle?.text(english: isEnglish), assignment?.unitName,
    ]
    return [
      "name": person.fullName,
      "subtitle": place.compactMap { $0 }.joined(separator: " · "),
      "backURL": backURL,
      "action":
        "/people/\(person.id)/\(action)?competency=\(chosen?.competencyId.description ?? "")"
        + "&back=\(QueryText.encode(backURL))",
    ]
  }
}
