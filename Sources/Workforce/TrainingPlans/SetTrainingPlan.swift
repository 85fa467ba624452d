import Foundation
import Postgres

/// Sets the firm's plan of training for a year; a change of it needs a reason.
/// Source: Labour Code 45/2019/QH14, article 60.
package struct SetTrainingPlan: UseCase {
  package let year: Int
  /// Whole đồng.
  package let budgetVnd: Int
  package let people: Int
  package let note: String?
  package let courses: [PlannedCourse]
  package let reason: String?

  package init(
    year: Int, budgetVnd: Int, people: Int, note: String?, courses: [PlannedCourse],
    reason: String?
  ) {
    self.year = year
    self.budgetVnd = budgetVnd
    self.people = people
    self.note = note
    self.courses = courses
    self.reason = reason
  }

  package struct Output: Codable, Sendable {
    package let year: Int
    package let revision: Int
  }

  package static let name = "training-plan.set"
  package static let route = Route.put("/training-plans/{year}")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
    problems.range(budgetVnd, "budgetVnd", 0...100_000_000_000_000)
    problems.range(people, "people", 0...1_000_000)
    problems.bound(note, "note", limit: 1000)
    problems.bound(reason, "reason", limit: 500)
    if courses.count > 200 { problems.add("courses", "training_plan.too_many_courses") }
    for (index, course) in courses.enumerated() {
      problems.require(course.title, "courses[\(index)].title", limit: 300)
      problems.range(course.people, "courses[\(index)].people", 0...1_000_000)
      problems.range(course.budgetVnd, "courses[\(index)].budgetVnd", 0...100_000_000_000_000)
      problems.range(course.quarter, "courses[\(index)].quarter", 1...4)
    }
    let planned = courses.reduce(0) { $0 + $1.budgetVnd }
    if planned > budgetVnd { problems.add("budgetVnd", "training_plan.courses_above_budget") }
  }

  package func run(in session: Session) async throws -> Output {
    let firm = try session.firmID().uuid
    let present = try await session.fetchOne(.presentTrainingPlan, firm, year)
    if let present {
      guard !(reason ?? "").allSatisfy(\.isWhitespace) else {
        throw AppError.invalid("reason", "training_plan.change_needs_a_reason")
      }
      try await session.execute(
        Command("training_plan.supersede"), firm, present.id, session.now)
    }
    let id = present?.id ?? session.newIDs(1)[0]
    let revision = (present?.revision ?? 0) + 1
    try await session.execute(
      Command("training_plan.insert"), firm, id, revision, year, budgetVnd, people, note,
      session.now, session.principal.accountID.uuid, reason)
    try await session.execute(
      Command("training_plan.insert_courses"), firm, id, revision,
      courses.map { $0.courseId?.uuid }, courses.map(\.title), courses.map(\.people),
      courses.map(\.budgetVnd), courses.map(\.quarter))
    session.recordAudit(
      [id],
      changes: [
        AuditChange(
          "budgetVnd", before: present.map { "\($0.budgetVnd)" }, after: "\(budgetVnd)"),
        AuditChange("people", before: present.map { "\($0.people)" }, after: "\(people)"),
        AuditChange("courses", before: nil, after: "\(courses.count)"),
      ], reason: reason)
    return Output(year: year, revision: revision)
  }
}

extension Registry {
  static func trainingPlans() throws -> [Operation] {
    try [Operation(ShowTrainingPlan.self), Operation(SetTrainingPlan.self)]
  }
}
