import CivilCalendar
import Foundation
import Localization
import Workforce

/// A year's plan beside its results, and the same as a file for the labour office.
struct TrainingPlanPage {
  private let visit: Visit
  private let report: TrainingPlanReport

  init(_ visit: Visit) async throws {
    self.visit = visit
    report = try await visit.perform(
      ShowTrainingPlan(year: Self.year(of: visit), knownAt: nil))
  }

  static func year(of visit: Visit) -> Int {
    visit.text("year").flatMap { Int($0) } ?? visit.today.year
  }

  var year: Int { report.year }
  private var words: Words { visit.words }

  func content() -> PageContent {
    var content: PageContent = [
      "firm": visit.session.placeName ?? "", "year": "\(year)",
      "asOf": words.date(report.asOf), "hasPlan": report.revision != nil,
      "mayEdit": visit.may(.manageBudgets),
      "editURL": "/training-plan/edit?year=\(year)", "fileURL": "/training-plan.csv?year=\(year)",
      "earlierURL": "/training-plan?year=\(year - 1)", "earlier": "\(year - 1)",
      "laterURL": "/training-plan?year=\(year + 1)", "later": "\(year + 1)",
      "hasCourses": !report.courses.isEmpty,
      "courses": report.courses.map(planned), "hasResults": !report.results.isEmpty,
      "results": report.results.map(result),
      "facts": facts.map { ["term": $0.0, "text": $0.1] as PageContent },
    ]
    if let note = report.note { content["note"] = note }
    return content
  }

  private var facts: [(String, String)] {
    [
      (words["training_plan.budget"], report.budgetVnd.map { words.money($0) } ?? "–"),
      (words["training_plan.spent"], words.money(report.spentVnd)),
      (words["training_plan.people_planned"], report.people.map { words.number($0) } ?? "–"),
      (words["training_plan.people_enrolled"], words.number(report.enrolled)),
      (
        words["training_plan.people_completed"],
        report.employed > 0
          ? words[
            "training_plan.of_employed",
            [
              "count": words.number(report.completed),
              "employed": words.number(report.employed),
              "share": words.percent(
                Double(report.completed) / Double(report.employed), decimals: 0),
            ]] : words.number(report.completed)
      ),
    ]
  }

  private func planned(_ course: PlannedCourse) -> PageContent {
    [
      "title": course.title, "people": words.number(course.people),
      "budget": words.money(course.budgetVnd),
      "quarter": course.quarter.map {
        words.period(Period(.quarter, firstMonth: year * 12 + $0 * 3 - 3))
      } ?? "–",
    ]
  }

  private func result(_ course: CourseResult) -> PageContent {
    [
      "title": course.title.text(english: words.isEnglish),
      "enrolled": words.number(course.enrolled), "completed": words.number(course.completed),
      "hours": hours(course), "paid": words.money(course.firmPartVnd),
      "support": words.money(course.supportVnd),
    ]
  }

  private func hours(_ course: CourseResult) -> String {
    words.number(Double(course.attendedMinutes) / 60, decimals: 1)
  }

  /// Separated by commas, numbers plain, with the mark by which Excel knows UTF-8.
  func file() -> String {
    let head = [
      "training_plan.part", "training_plan.course", "training_plan.quarter",
      "training_plan.people", "training_plan.people_completed", "training_plan.hours",
      "training_plan.budget_vnd", "training_plan.support_vnd",
    ].map { words[$0] }
    let planned = report.courses.map { course in
      [
        words["training_plan.part_plan"], course.title, course.quarter.map { "\($0)" } ?? "",
        "\(course.people)", "", "", "\(course.budgetVnd)", "",
      ]
    }
    let results = report.results.map { course in
      [
        words["training_plan.part_result"], course.title.text(english: words.isEnglish), "",
        "\(course.enrolled)", "\(course.completed)",
        String(format: "%.1f", Double(course.attendedMinutes) / 60), "\(course.firmPartVnd)",
        "\(course.supportVnd)",
      ]
    }
    let total = [
      words["training_plan.part_total"], "", "", "\(report.enrolled)", "\(report.completed)", "",
      "\(report.spentVnd)", "\(report.results.reduce(0) { $0 + $1.supportVnd })",
    ]
    let rows = [head] + planned + results + [total]
    return "\u{FEFF}" + rows.map { $0.map(Self.field).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Quoted where a comma or quote asks for it; a leading sign of a formula is disarmed.
  private static func field(_ text: String) -> String {
    let safe = text.first.map("=+-@\t".contains) == true ? "'" + text : text
    guard safe.contains(where: { ",\"\r\n".contains($0) }) else { return safe }
    return "\"" + safe.replacing("\"", with: "\"\"") + "\""
  }
}
