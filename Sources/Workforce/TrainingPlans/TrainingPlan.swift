import Foundation
import Postgres

/// A line of a yearly plan.
package struct PlannedCourse: Codable, Sendable, Equatable {
  /// Nil when the course is not in the catalogue.
  package let courseId: ID<Course>?
  package let title: String
  package let people: Int
  /// Whole đồng.
  package let budgetVnd: Int
  /// 1 to 4; nil for any time of the year.
  package let quarter: Int?

  package init(
    courseId: ID<Course>?, title: String, people: Int, budgetVnd: Int, quarter: Int?
  ) {
    self.courseId = courseId
    self.title = title
    self.people = people
    self.budgetVnd = budgetVnd
    self.quarter = quarter
  }
}

/// What was done of a course in a year.
package struct CourseResult: Codable, Sendable {
  package let courseId: ID<Course>
  package let title: LocalizedText
  /// People, each once.
  package let enrolled: Int
  package let completed: Int
  /// From attendance alone; what a firm declares stands elsewhere.
  package let attendedMinutes: Int
  package let firmPartVnd: Int
  package let supportVnd: Int
}

/// The yearly plan of training and what became of it.
/// Source: Labour Code 45/2019/QH14, article 60.
package struct TrainingPlanReport: Codable, Sendable {
  package let year: Int
  /// Nil without a plan; the results stand all the same.
  package let revision: Int?
  package let budgetVnd: Int?
  package let people: Int?
  package let note: String?
  package let courses: [PlannedCourse]
  package let results: [CourseResult]
  package let enrolled: Int
  package let completed: Int
  /// People of the firm on the last day of the year, or today.
  package let employed: Int
  package let asOf: CalendarDate

  package var spentVnd: Int { results.reduce(0) { $0 + $1.firmPartVnd } }
}

/// The plan of a year beside its results, both as they were known at a moment.
package struct ShowTrainingPlan: UseCase {
  package let year: Int
  /// The plan as it stood at that moment; nil for now.
  package let knownAt: Date?

  package init(year: Int, knownAt: Date?) {
    self.year = year
    self.knownAt = knownAt
  }

  package static let name = "training-plan.show"
  package static let route = Route.get("/training-plans/{year}")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
  }

  package func run(in session: Session) async throws -> TrainingPlanReport {
    let firm = try session.firmID().uuid
    // A plan and its money are the firm's, not a unit's.
    guard session.principal.unitIDs.isEmpty else { throw AppError.forbidden }
    let lastDay = Period(.year, firstMonth: year * 12).endsOn
    let asOf = min(lastDay, session.today)
    let known = try await session.knownAt(knownAt)
    let plan = try await session.fetchOne(.trainingPlan, firm, year, known)
    var courses: [PlannedCourse] = []
    if let plan {
      courses = try await session.fetchAll(.plannedCourses, firm, plan.id, plan.revision)
    }
    let results = try await session.fetchAll(.courseResults, firm, year, known)
    let totals = try await session.find("firm", .planTotals, firm, year, asOf, known)
    return TrainingPlanReport(
      year: year, revision: plan?.revision, budgetVnd: plan?.budgetVnd, people: plan?.people,
      note: plan?.note, courses: courses, results: results, enrolled: totals.enrolled,
      completed: totals.completed, employed: totals.employed, asOf: asOf)
  }
}

struct TrainingPlanRow: Decodable, Sendable {
  let id: UUID
  let revision: Int
  let year: Int
  let budgetVnd: Int
  let people: Int
  let note: String?
}

struct PlanTotals: Decodable, Sendable {
  let enrolled: Int
  let completed: Int
  let employed: Int
}

extension Query<TrainingPlanRow> {
  static var trainingPlan: Self { Query("training_plan.show") }
  static var presentTrainingPlan: Self { Query("training_plan.present") }
}

extension Query<PlannedCourse> {
  static var plannedCourses: Self { Query("training_plan.courses") }
}

extension Query<CourseResult> {
  static var courseResults: Self { Query("training_plan.results") }
}

extension Query<PlanTotals> {
  static var planTotals: Self { Query("training_plan.totals") }
}
