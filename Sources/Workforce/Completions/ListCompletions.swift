import Foundation
import Postgres

/// A course that a person finished, or did not.
package struct CompletionLine: Codable, Sendable {
  package let id: ID<Completion>
  package let revision: Int
  package let enrolmentId: ID<Enrolment>
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let displayName: String
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let courseId: ID<Course>
  package let courseTitle: LocalizedText
  package let completedOn: CalendarDate
  package let attendedMinutes: Int
  package let plannedMinutes: Int
  package let result: CompletionResult
  /// Percent.
  package let score: Double?
}

/// Completions of the firm until a day and as known at a moment, latest first.
package struct ListCompletions: Lookup, Dated {
  package let employeeId: ID<Employee>?
  package let courseRunId: ID<CourseRun>?
  package let courseId: ID<Course>?
  package let result: CompletionResult?
  /// Nil for today.
  package let asOf: CalendarDate?
  /// Nil for now.
  package let knownAt: Date?
  package let after: String?
  package let limit: Int?

  package init(
    employeeId: ID<Employee>?, courseRunId: ID<CourseRun>?, courseId: ID<Course>?,
    result: CompletionResult?, asOf: CalendarDate?, knownAt: Date?, after: String?, limit: Int?
  ) {
    self.employeeId = employeeId
    self.courseRunId = courseRunId
    self.courseId = courseId
    self.result = result
    self.asOf = asOf
    self.knownAt = knownAt
    self.after = after
    self.limit = limit
  }

  package typealias Output = Page<CompletionLine>
  package static let name = "completion.list"
  package static let route = Route.get("/completions")
  package static let permission = Permission.readEnrolments
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let key = try PageKey(after, parts: 2)
    let day = key.flatMap { CalendarDate($0.parts[0]) }
    if key != nil, day == nil { throw AppError.invalid("after", "field.malformed") }
    return Call(
      Query<CompletionLine>.completions.statement,
      [
        try context.firmID().uuid, employeeId?.uuid, courseRunId?.uuid, courseId?.uuid,
        result?.rawValue, context.principal.unitScope, context.today, day, try key?.id(1),
        (limit ?? Page<CompletionLine>.usualLimit) + 1, asOf, context.knownAt,
      ])
  }

  package func output(from rows: Rows) throws -> Page<CompletionLine> {
    Page(
      try rows.decode(CompletionLine.self), limit: limit ?? Page<CompletionLine>.usualLimit
    ) { [$0.completedOn.description, $0.id.description] }
  }
}

extension Query<CompletionLine> {
  static var completions: Self { Query("completion.list") }
}
