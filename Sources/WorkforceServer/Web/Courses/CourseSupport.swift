import Localization
import Workforce

/// Which public support pays for a course: the content of support that it is, the rules of that content
/// in force today, and the form that says so.
struct CourseSupport {
  private let visit: Visit
  private let course: CourseDetails
  private let rules: [SupportRule]

  init(_ visit: Visit, _ course: CourseDetails) async throws {
    self.visit = visit
    self.course = course
    guard let code = course.supportContentCode else {
      rules = []
      return
    }
    rules = try await visit.perform(ListSupportRules(asOf: nil, contentCode: code))
  }

  static func mount(_ pages: PageRouter) {
    pages.recordForm("/courses/{courseId}/support") { visit in
      try await form(visit)
    } submit: { visit, submission in
      let id: ID<Course> = try visit.id("courseId", "course")
      let set = try await visit.perform(
        SetCourseSupport(courseId: id, contentCode: submission.text("contentCode")),
        onVersion: submission.version)
      return Landing(
        "/courses/\(id)",
        flash: .done(
          visit.words[set.contentCode == nil ? "course.support_none_set" : "course.support_set"]))
    }
  }

  /// For the page of the course.
  func content() -> PageContent {
    let words = visit.words
    let told = SupportWords(words)
    var content: PageContent = [
      "isSupported": course.supportContentCode != nil, "hasRules": !rules.isEmpty,
      "rules": rules.map { rule -> PageContent in
        var row: PageContent = [
          "benefit": rule.benefit.text(english: words.isEnglish),
          "article": words.citation(rule.legalSource), "code": rule.code,
          "sizes": told.sizes(rule), "rate": told.rate(rule),
          "ceiling": told.ceiling(rule.capVnd, rule.capBasis) ?? "–",
        ]
        row["condition"] = rule.condition?.text(english: words.isEnglish)
        return row
      },
    ]
    content["name"] = course.supportContentName?.text(english: words.isEnglish)
    if visit.may(.manageProvince), !course.isInHouse {
      content["changeURL"] = "/courses/\(course.id)/support"
    }
    if visit.may(.readFigures), let code = course.supportContentCode {
      content["rulesURL"] = "/support/rules?content=\(QueryText.encode(code))"
    }
    return content
  }

  private static func form(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let words = visit.words
    let course = try await visit.perform(
      ShowCourse(courseId: try visit.id("courseId", "course")))
    guard !course.isInHouse else { throw AppError.notFound("course") }
    let contents = try await visit.perform(ListSupportContents())
    let rules = try await visit.perform(ListSupportRules(asOf: nil, contentCode: nil))
    let count = Dictionary(grouping: rules, by: \.contentCode).mapValues(\.count)
    let choices = contents.map { content in
      FormField.Choice(
        content.code,
        [
          content.name.text(english: words.isEnglish),
          words.counted("course.support_rules", count[content.code] ?? 0),
        ].joined(separator: " · "))
    }
    let title = course.title.text(english: words.isEnglish)
    var form = RecordForm(
      words["course.support_change"],
      back: RecordLink(label: title, url: "/courses/\(course.id)"),
      action: "/courses/\(course.id)/support", section: .runs,
      fields: [
        .hidden("version", "\(course.version)"),
        .select(
          "contentCode", words["label.contentCode"], value: course.supportContentCode,
          choices: [FormField.Choice("", words["course.support_none"])] + choices, .optional),
      ])
    form.note = words["course.support_effect"]
    return form
  }
}
