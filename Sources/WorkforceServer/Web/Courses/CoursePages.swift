import Foundation
import Localization
import Workforce

/// The catalogue for whoever keeps courses: the list, one course with what it brings, and entering one.
struct CoursePages {
  /// How many outcomes can be entered with the course.
  private static let rows = 5

  func mount(_ pages: PageRouter) {
    pages.get("/courses") { visit in
      PageView("courses/list", try await list(visit), section: .runs)
    }
    pages.form("/courses/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let course = try await visit.perform(
        try CourseValues.input(submission, outcomes: try Self.outcomes(submission)))
      return Landing(
        "/courses/\(course.id)", flash: .done(visit.words["course.created"]))
    }
    pages.get("/courses/{courseId}") { visit in
      PageView("courses/course", try await course(visit), section: .runs)
    }
    pages.post("/courses/{courseId}/publish") { visit, submission in
      let id: ID<Course> = try visit.id("courseId", "course")
      let publishes = submission.text("publish") == "true"
      let refusal =
        try await publishes
        ? visit.refusal(of: PublishCourse(courseId: id))
        : visit.refusal(of: UnpublishCourse(courseId: id))
      if let refusal { return Landing("/courses/\(id)", flash: .refused(refusal, visit.words)) }
      return Landing(
        "/courses/\(id)",
        flash: .done(visit.words[publishes ? "course.published" : "course.withdrawn"]))
    }
  }

  private func list(_ visit: Visit) async throws -> PageContent {
    guard visit.may(.manageCourses) else { throw AppError.forbidden }
    let words = visit.words
    let page = try await visit.perform(
      ListCourses(
        search: visit.text("search"), competencyId: nil, targetLevel: nil, providerId: nil,
        mode: nil, isInHouse: nil, after: visit.text("after"), limit: 50))
    var content: PageContent = [
      "search": ["value": visit.text("search") ?? ""] as PageContent, "runsURL": "/runs",
      "newURL": "/courses/new", "hasCourses": !page.items.isEmpty,
      "courses": page.items.map { course -> PageContent in
        var row: PageContent = [
          "url": "/courses/\(course.id)", "code": course.code,
          "title": course.title.text(english: words.isEnglish),
          "mode": words["course.mode_\(course.mode.rawValue)"],
          "hours": words.number(course.durationHours, decimals: 0),
          "price": words.money(course.priceVnd),
        ]
        if course.isInHouse { row["inHouse"] = true }
        if !course.isPublished { row["withdrawn"] = true }
        return row
      },
    ]
    if let next = page.next {
      var url = "/courses?after=\(QueryText.encode(next))"
      if let search = visit.text("search") { url += "&search=\(QueryText.encode(search))" }
      content["pager"] =
        ["shown": words.counted("course.count", page.items.count), "nextURL": url] as PageContent
    }
    return content
  }

  private func course(_ visit: Visit) async throws -> PageContent {
    guard visit.may(.manageCourses) else { throw AppError.forbidden }
    let words = visit.words
    let course = try await visit.perform(
      ShowCourse(courseId: try visit.id("courseId", "course")))
    var content: PageContent = [
      "title": course.title.text(english: words.isEnglish), "code": course.code,
      "mode": words["course.mode_\(course.mode.rawValue)"],
      "hours": words.number(course.durationHours, decimals: 0),
      "price": words.money(course.priceVnd),
      "attendance": words.percent(Double(course.requiredAttendancePct) / 100, decimals: 0),
      "provider": course.providerName ?? "–", "listURL": "/courses",
      "planURL": "/runs/new?course=\(course.id)", "isPublished": course.isPublished,
      "publishURL": "/courses/\(course.id)/publish", "mayChange": mayChange(course, visit),
      "hasOutcomes": !course.outcomes.isEmpty,
      "outcomes": course.outcomes.map { outcome -> PageContent in
        [
          "competency":
            "\(outcome.competencyCode) \(outcome.competencyTitle.text(english: words.isEnglish))",
          "framework": outcome.frameworkCode,
          "levels": outcome.entryLevel.map { "\($0) → \(outcome.targetLevel)" }
            ?? "→ \(outcome.targetLevel)",
        ]
      },
      "hasPrerequisites": !course.prerequisites.isEmpty,
      "prerequisites": course.prerequisites.map { required in
        required.courseTitle.map {
          "\(required.courseCode ?? "") \($0.text(english: words.isEnglish))"
        }
          ?? "\(required.competencyCode ?? "") ≥ \(required.minimumLevel ?? 0)"
      },
    ]
    content["description"] = course.description?.text(english: words.isEnglish)
    return content
  }

  /// As the statements decide; this only says which buttons to show.
  private func mayChange(_ course: CourseDetails, _ visit: Visit) -> Bool {
    switch visit.principal.role {
    case .hr: course.isInHouse
    case .trainer: !course.isInHouse && course.providerId == visit.principal.providerID
    case .officer, .administrator: !course.isInHouse
    case .manager, .director, .employee: false
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
        FormField(
          "\(name).\(row)", input: "\(name).\(row)", value: "", choices: choices,
          presentation: [
            "name": "\(name).\(row)", "label": words[label], "number": "\(row + 1)",
            "isFirst": name == "competency",
          ])
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
