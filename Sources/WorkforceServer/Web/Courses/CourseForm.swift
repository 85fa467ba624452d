import Foundation
import Localization
import Workforce

/// Entering a course with what it brings, and changing one.
struct CourseForm {
  func mount(_ pages: PageRouter) {
    pages.form("/courses/new") { visit in
      guard visit.may(.manageCourses) else { throw AppError.forbidden }
      return try await form(nil, visit)
    } submit: { visit, submission in
      let course = try await sent(submission, CourseRows(nil)) { values, rows in
        try await visit.perform(values.creation(rows))
      }
      return Landing("/courses/\(course.id)", flash: .done(visit.words["course.created"]))
    }
    pages.form("/courses/{courseId}/change") { visit in
      try await form(try await CourseAccess.changeable(visit), visit)
    } submit: { visit, submission in
      let present = try await CourseAccess.changeable(visit)
      let course = try await sent(submission, CourseRows(present)) { values, rows in
        try await visit.perform(
          values.change(of: present, rows), onVersion: submission.version)
      }
      return Landing("/courses/\(course.id)", flash: .done(visit.words["course.changed"]))
    }
  }

  /// Acts on what was sent; what is refused is marked where it was typed.
  private func sent(
    _ submission: Submission, _ rows: CourseRows,
    _ act: (CourseValues, CourseRows.Sent) async throws -> CourseDetails
  ) async throws -> CourseDetails {
    let lines = try CourseRows.Sent(submission, rows)
    do {
      return try await act(try CourseValues(submission), lines)
    } catch let error as AppError {
      throw error.atFields.naming(lines.names)
    }
  }

  private func form(_ course: CourseDetails?, _ visit: Visit) async throws -> Form {
    let words = visit.words
    let courses = try await CourseChoices.all(visit, isInHouse: nil)
      .filter { $0.id != course?.id }
      .map { CourseChoices.choice($0.id, $0.code, $0.title, words) }
    let providers = try await providers(course, visit)
    var content: PageContent = [
      "listURL": "/courses", "heading": words[course == nil ? "course.new" : "course.change"],
      "button": words[course == nil ? "course.create" : "app.save"], "backURL": "/courses",
      "back": words["course.title"], "asksProvider": !providers.isEmpty,
    ]
    if let course {
      content["backURL"] = "/courses/\(course.id)"
      content["back"] = course.title.text(english: words.isEnglish)
      content["standingRuns"] = words["course.change_effect"]
    }
    return Form(
      "courses/form",
      fields: plainFields(course, providers: providers, words)
        + CourseRows(course).fields(
          competencies: try await competencies(visit), courses: courses, words),
      content: content, section: .runs)
  }

  private func plainFields(
    _ course: CourseDetails?, providers: [FormField.Choice], _ words: Words
  ) -> [FormField] {
    [
      FormField("version", input: "version", value: course.map { "\($0.version)" } ?? ""),
      FormField("code", input: "code", value: course?.code ?? ""),
      FormField("titleVi", input: "title", value: course?.title.vi ?? ""),
      FormField("titleEn", input: "title.en", value: course?.title.en ?? ""),
      FormField("description", input: "description", value: course?.description?.vi ?? ""),
      FormField("descriptionEn", input: "description.en", value: course?.description?.en ?? ""),
      FormField(
        "mode", input: "mode", value: (course?.mode ?? .classroom).rawValue,
        choices: CourseMode.allCases.map {
          FormField.Choice($0.rawValue, words["course.mode_\($0.rawValue)"])
        }),
      FormField(
        "language", input: "language", value: (course?.language ?? .vi).rawValue,
        choices: TeachingLanguage.allCases.map {
          FormField.Choice($0.rawValue, words["course.language_\($0.rawValue)"])
        }),
      FormField("hours", input: "durationHours", value: course.map(Self.hours) ?? ""),
      FormField("price", input: "priceVnd", value: course.map { words.number($0.priceVnd) } ?? ""),
      FormField(
        "attendance", input: "requiredAttendancePct",
        value: "\(course?.requiredAttendancePct ?? 80)"),
      FormField(
        "provider", input: "providerId", value: course?.providerId?.description ?? "",
        choices: providers),
    ]
  }

  /// `7,5`, as it may be typed in either language.
  private static func hours(_ course: CourseDetails) -> String {
    "\(course.durationHours)".replacing(".", with: ",")
  }

  /// None for a trainer, whose courses are their provider's.
  private func providers(
    _ course: CourseDetails?, _ visit: Visit
  ) async throws -> [FormField.Choice] {
    guard visit.principal.role != .trainer else { return [] }
    return try await visit.activeProviders
      .map { FormField.Choice($0.id.description, $0.name) }
      .keeping(course?.providerId?.description, course?.providerName, visit.words)
  }

  private func competencies(_ visit: Visit) async throws -> [FormField.Choice] {
    let items = try await visit.all { after in
      ListCompetencies(
        frameworkId: nil, search: nil, after: after, limit: Visit.largestPage)
    }
    return items.map {
      FormField.Choice(
        $0.id.description,
        "\($0.frameworkCode) · \($0.code) \($0.title.text(english: visit.words.isEnglish))")
    }
  }
}

extension Visit {
  /// Providers that give courses now; to an officer those of the province.
  var activeProviders: [ProviderDetail] {
    get async throws {
      try await all { after in
        ListProviders(
          search: nil, provinceCode: principal.role == .officer ? principal.provinceCode : nil,
          isActive: true, after: after, limit: Self.largestPage)
      }
    }
  }
}
