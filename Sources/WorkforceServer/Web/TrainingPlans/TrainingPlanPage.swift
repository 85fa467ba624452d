import CivilCalendar
import Foundation
import Localization
import Spreadsheets
import Workforce

/// A year's plan beside its results, and the same as a file for the labour office.
struct TrainingPlanPage {
  private let visit: Visit
  private let report: TrainingPlanReport
  private let dates: ReportDates

  init(_ visit: Visit) async throws {
    self.visit = visit
    dates = try ReportDates(visit)
    report = try await visit.perform(
      ShowTrainingPlan(year: Self.year(of: visit), knownAt: dates.knownAt))
  }

  static func year(of visit: Visit) -> Int {
    visit.text("year").flatMap { Int($0) } ?? visit.today.year
  }

  var year: Int { report.year }
  private var words: Words { visit.words }

  func content() -> PageContent {
    var past = dates.content(words, clearURL: "/training-plan?year=\(year)")
    past["kept"] = [["name": "year", "value": "\(year)"] as PageContent]
    past["asOf"] = nil
    var content = FirmTab.plan.content(visit)
    content.merge([
      "past": past, "year": "\(year)",
      "asOf": words.date(report.asOf), "hasPlan": report.revision != nil,
      "mayEdit": visit.may(.manageBudgets) && !dates.isPast,
      "editURL": "/training-plan/edit?year=\(year)",
      "fileURL": "/training-plan.csv?year=\(year)\(dates.query)",
      "years": ((year - 1)...(year + 1)).map { one -> PageContent in
        ["url": "/training-plan?year=\(one)", "label": "\(one)", "current": one == year]
      },
      "hasCourses": !report.courses.isEmpty,
      "courses": report.courses.map(planned), "hasResults": !report.results.isEmpty,
      "results": report.results.map(result),
      "facts": facts.map { ["term": $0.0, "text": $0.1] as PageContent },
    ]) { $1 }
    if let revision = report.revision, revision > 1 {
      content["revised"] = words["firm.revision", ["number": "\(revision)"]]
    }
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

  /// As Excel of the reader's language opens it, with what is planned before what was done.
  func file() -> [UInt8] {
    let writer = DelimitedWriter(words.language == .vi ? .vietnamese : .english)
    let head = [
      "training_plan.part", "training_plan.course", "training_plan.quarter",
      "training_plan.people", "training_plan.people_completed", "training_plan.hours",
      "training_plan.budget_vnd", "training_plan.support_vnd",
    ].map { Spreadsheets.WrittenValue.text(words[$0]) }
    let budget: [[Spreadsheets.WrittenValue]] = [
      [
        .text(words["training_plan.part_plan"]), .text(words["app.total"]), .empty,
        report.people.map(Self.whole) ?? .empty, .empty, .empty,
        report.budgetVnd.map(Self.whole) ?? .empty, .empty,
      ]
    ]
    let planned = report.courses.map { course -> [Spreadsheets.WrittenValue] in
      [
        .text(words["training_plan.part_plan"]), .text(course.title),
        course.quarter.map(Self.whole) ?? .empty, Self.whole(course.people), .empty, .empty,
        Self.whole(course.budgetVnd), .empty,
      ]
    }
    let results = report.results.map { course -> [Spreadsheets.WrittenValue] in
      [
        .text(words["training_plan.part_result"]),
        .text(course.title.text(english: words.isEnglish)), .empty, Self.whole(course.enrolled),
        Self.whole(course.completed), .number((Double(course.attendedMinutes) / 6).rounded() / 10),
        Self.whole(course.firmPartVnd), Self.whole(course.supportVnd),
      ]
    }
    let total: [Spreadsheets.WrittenValue] = [
      .text(words["training_plan.part_result"]), .text(words["app.total"]), .empty,
      Self.whole(report.enrolled), Self.whole(report.completed), .empty,
      Self.whole(report.spentVnd),
      Self.whole(report.results.reduce(0) { $0 + $1.supportVnd }),
    ]
    return DelimitedWriter.byteOrderMark
      + ([head] + budget + planned + results + [total]).flatMap(writer.line)
  }

  private static func whole(_ number: Int) -> Spreadsheets.WrittenValue { .whole(Int64(number)) }
}
