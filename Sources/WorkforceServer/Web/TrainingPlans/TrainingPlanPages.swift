import CivilCalendar
import Foundation
import HTTPTypes
import Hummingbird
import Localization
import NIOCore
import Workforce

/// The yearly plan of training and its results, on screen, on paper and as a file.
/// Source: Labour Code 45/2019/QH14, article 60.
struct TrainingPlanPages {
  func mount(_ pages: PageRouter) {
    pages.get("/training-plan") { visit in
      PageView(
        "training-plans/plan", try await TrainingPlanPage(visit).content(), section: .indicators)
    }
    pages.get(raw: "/training-plan.csv") { visit in
      let page = try await TrainingPlanPage(visit)
      let name = "ke-hoach-dao-tao-\(page.year).csv"
      return Response(
        status: .ok,
        headers: [
          .contentType: "text/csv; charset=utf-8",
          .contentDisposition: "attachment; filename=\"\(name)\"",
          .cacheControl: "no-store",
        ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: page.file())))
    }
    pages.form("/training-plan/edit") { visit in
      try await TrainingPlanForm(visit).form()
    } submit: { visit, submission in
      let year = TrainingPlanPage.year(of: visit)
      let sent = try submission.decode(SentPlan.self, amounts: ["budgetVnd"])
      _ = try await visit.perform(
        SetTrainingPlan(
          year: year, budgetVnd: sent.budgetVnd, people: sent.people, note: sent.note,
          courses: try PlannedLines(sent.courses ?? "").courses(
            knownFrom: try await visit.perform(
              ShowTrainingPlan(year: year, knownAt: nil)
            ).courses), reason: sent.reason))
      return Landing(
        "/training-plan?year=\(year)", flash: .done(visit.words["training_plan.saved"]))
    }
  }
}

private struct SentPlan: Decodable {
  let budgetVnd: Int
  let people: Int
  let note: String?
  let courses: String?
  let reason: String?
}

/// Where HR writes the plan: one course a line.
private struct TrainingPlanForm {
  private let visit: Visit
  private let report: TrainingPlanReport

  init(_ visit: Visit) async throws {
    guard visit.may(.manageBudgets) else { throw AppError.forbidden }
    self.visit = visit
    report = try await visit.perform(
      ShowTrainingPlan(year: TrainingPlanPage.year(of: visit), knownAt: nil))
  }

  func form() -> Form {
    Form(
      "training-plans/edit",
      fields: [
        FormField(
          "budget", input: "budgetVnd",
          value: report.budgetVnd.map { visit.words.number($0) } ?? ""),
        FormField("people", input: "people", value: report.people.map { "\($0)" } ?? ""),
        FormField(
          "courses", input: "courses", value: PlannedLines(report.courses).text(visit.words)),
        FormField("note", input: "note", value: report.note ?? ""),
        FormField("reason", input: "reason", value: ""),
      ],
      content: [
        "year": "\(report.year)", "hasEarlier": report.revision != nil,
        "action": "/training-plan/edit?year=\(report.year)",
        "backURL": "/training-plan?year=\(report.year)",
      ], section: .indicators)
  }
}

/// Planned courses as people write them: `title; people; đồng; quarter`, one a line.
struct PlannedLines {
  let courses: [PlannedCourse]

  init(_ courses: [PlannedCourse]) {
    self.courses = courses
  }

  /// Throws `invalidInput` naming the line.
  init(_ text: String) throws(AppError) {
    var courses: [PlannedCourse] = []
    var problems = Problems()
    for (index, line) in text.split(whereSeparator: \.isNewline).enumerated() {
      let parts = line.split(separator: ";", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard parts.count >= 3, let people = Int(parts[1]), let budget = Self.amount(parts[2]),
        parts.count == 3 || parts[3].isEmpty || (1...4).contains(Int(parts[3]) ?? 0)
      else {
        problems.add("courses", "training_plan.line_unreadable", ["line": "\(index + 1)"])
        continue
      }
      courses.append(
        PlannedCourse(
          courseId: nil, title: parts[0], people: people, budgetVnd: budget,
          quarter: parts.count > 3 ? Int(parts[3]) : nil))
    }
    try problems.throwIfAny()
    self.courses = courses
  }

  /// With the course of the catalogue that a line of the plan stood for: the text does not say it.
  func courses(knownFrom present: [PlannedCourse]) -> [PlannedCourse] {
    let known = Dictionary(present.map { ($0.title, $0.courseId) }) { first, _ in first }
    return courses.map { course in
      PlannedCourse(
        courseId: known[course.title] ?? nil, title: course.title, people: course.people,
        budgetVnd: course.budgetVnd, quarter: course.quarter)
    }
  }

  /// Whole đồng as people write them; nil for what has no reading, or two.
  private static func amount(_ text: String) -> Int? {
    do throws(WrittenValueError) {
      return Int("\(try WrittenValue(text).value(isWholeMoney: true))")
    } catch {
      return nil
    }
  }

  func text(_ words: Words) -> String {
    courses.map { course in
      ["\(course.title)", "\(course.people)", words.number(course.budgetVnd)]
        .joined(separator: "; ") + (course.quarter.map { "; \($0)" } ?? "")
    }.joined(separator: "\n")
  }
}
