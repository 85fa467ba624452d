import Foundation
import Localization
import Workforce

/// Entering a course with what it brings.
struct CourseForm {
  /// How many outcomes can be entered with the course.
  private static let rows = 5

  func mount(_ pages: PageRouter) {
    pages.form("/courses/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let course = try await visit.perform(
        try CourseValues.input(submission, outcomes: try Self.outcomes(submission)))
      return Landing(
        "/courses/\(course.id)", flash: .done(visit.words["course.created"]))
    }
  }

  private func creating(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageCourses) else { throw AppError.forbidden }
    let words = visit.words
    return Form(
      "courses/new",
      fields: [
        FormField("code", input: "code", value: ""),
        FormField("titleVi", input: "title.vi", value: ""),
        FormField("titleEn", input: "title.en", value: ""),
        FormField("description", input: "description.vi", value: ""),
        FormField(
          "mode", input: "mode", value: CourseMode.classroom.rawValue,
          choices: CourseMode.allCases.map {
            FormField.Choice($0.rawValue, words["course.mode_\($0.rawValue)"])
          }),
        FormField("hours", input: "durationHours", value: ""),
        FormField("price", input: "priceVnd", value: ""),
        FormField("attendance", input: "requiredAttendancePct", value: "80"),
      ] + Self.outcomeFields(try await competencies(visit), words),
      content: ["listURL": "/courses"], section: .runs)
  }

  /// One line for each outcome; what was sent stands there again when the form is refused.
  private static func outcomeFields(
    _ competencies: [FormField.Choice], _ words: Words
  ) -> [FormField] {
    let levels = (1...8).map { FormField.Choice("\($0)", "\($0)") }
    return (0..<rows).flatMap { row in
      [
        ("competency", competencies, "course.competency"), ("entry", levels, "course.entry_level"),
        ("target", levels, "course.target_level"),
      ].map { name, choices, label in
        .select(
          "\(name).\(row)", "\(words[label]) \(row + 1)", value: nil, choices: choices, .optional)
      }
    }
  }

  private func competencies(_ visit: Visit) async throws -> [FormField.Choice] {
    var items: [CompetencyItem] = []
    var after: String?
    repeat {
      let page = try await visit.perform(
        ListCompetencies(frameworkId: nil, search: nil, after: after, limit: 200))
      items += page.items
      after = page.next
    } while after != nil && items.count < 1000
    return items.map {
      FormField.Choice(
        $0.id.description,
        "\($0.frameworkCode) · \($0.code) \($0.title.text(english: visit.words.isEnglish))")
    }
  }

  private static func outcomes(_ submission: Submission) throws(AppError) -> [OutcomeInput] {
    var outcomes: [OutcomeInput] = []
    for row in 0..<rows {
      guard let text = submission.text("competency.\(row)") else { continue }
      let path = "outcomes[\(outcomes.count)]"
      guard let competency = ID<Competency>(text) else {
        throw .invalid("\(path).competencyId", "field.not_an_id")
      }
      guard let target = submission.text("target.\(row)").flatMap(Int.init) else {
        throw .invalid("\(path).targetLevel", "field.required")
      }
      outcomes.append(
        OutcomeInput(
          competencyId: competency, entryLevel: submission.text("entry.\(row)").flatMap(Int.init),
          targetLevel: target))
    }
    return outcomes
  }
}

/// The simple fields of the form, each under the name of the input.
private struct CourseValues: Codable {
  let code: String
  let mode: CourseMode
  let durationHours: Decimal
  let requiredAttendancePct: Int

  static func input(_ submission: Submission, outcomes: [OutcomeInput]) throws -> CreateCourse {
    let hours = submission.text("hours").map { $0.replacing(",", with: ".") }
    let values = try submission.decode(
      CourseValues.self, extra: hours.map { ["durationHours": $0] } ?? [:])
    guard let price = submission.text("price") else {
      throw AppError.invalid("priceVnd", "field.required")
    }
    let description = submission.text("description")
    return CreateCourse(
      code: values.code,
      title: LocalizedText(vi: submission.text("titleVi"), en: submission.text("titleEn")),
      description: description.map { LocalizedText(vi: $0, en: nil) }, mode: values.mode,
      language: .vi, durationHours: values.durationHours,
      priceVnd: try EnrolmentDraft.amount(price, field: "priceVnd"),
      requiredAttendancePct: values.requiredAttendancePct, providerId: nil, isPublished: true,
      outcomes: outcomes, prerequisites: [])
  }
}
