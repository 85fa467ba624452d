import Foundation
import Localization
import Workforce

/// The catalogue for whoever keeps courses: the list, and one course with what it brings.
struct CoursePages {
  func mount(_ pages: PageRouter) {
    pages.get("/courses") { visit in
      PageView("courses/list", try await list(visit), section: .runs)
    }
    CourseForm().mount(pages)
    CourseSupport.mount(pages)
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
          "hours": hours(of: course, words),
          "price": words.money(course.priceVnd),
        ]
        if course.isInHouse { row["inHouse"] = true }
        if !course.isPublished { row["withdrawn"] = true }
        return row
      },
      "downloads": Downloads.content(ListCourses.name, ["search": visit.text("search")]),
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
      "hours": hours(of: course, words),
      "price": words.money(course.priceVnd),
      "attendance": words.percent(Double(course.requiredAttendancePct) / 100, decimals: 0),
      "provider": course.providerName ?? "–", "listURL": "/courses",
      "planURL": "/runs/new?course=\(course.id)", "isPublished": course.isPublished,
      "publishURL": "/courses/\(course.id)/publish",
      "mayChange": try await CourseAccess.mayChange(course, visit),
      "changeURL": "/courses/\(course.id)/change",
      "language": words["course.language_\(course.language.rawValue)"],
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
          ?? """
          \(required.competencyCode ?? "") \
          \(required.competencyTitle?.text(english: words.isEnglish) ?? "") \
          ≥ \(required.minimumLevel ?? 0)
          """
      },
    ]
    let description = course.description?.text(english: words.isEnglish) ?? ""
    if !description.isEmpty { content["description"] = description }
    content["support"] = try await CourseSupport(visit, course).content()
    return content
  }

  /// `14`, or `7,50` where it is no whole number.
  private func hours(of course: CourseDetails, _ words: Words) -> String {
    words.number(
      course.durationHours, decimals: course.durationHours.description.contains(".") ? 2 : 0)
  }
}
