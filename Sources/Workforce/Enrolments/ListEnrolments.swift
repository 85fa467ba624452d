import Foundation
import Postgres

/// An enrolment with its run and its money.
package struct EnrolmentLine: Codable, Sendable {
  package let id: ID<Enrolment>
  package let employeeCode: String
  package let displayName: String
  package let courseRunCode: String
  package let state: EnrolmentState
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate
  package let moneyState: MoneyState
  package let firmPartVnd: Int
  /// Why it stands as it does, where somebody gave a reason.
  package let reason: String?
  package let courseTitle: LocalizedText
  package let occurredOn: CalendarDate
  package let listPriceVnd: Int
  package let supportVnd: Int
  package let employeeId: ID<Employee>
  package let courseRunId: ID<CourseRun>
  package let batchId: ID<EnrolmentBatch>?
  package let unitId: ID<Unit>?
  package let version: Int
}

/// Enrolments of the firm as they stood on a day and as known at a moment, newest first.
package struct ListEnrolments: Lookup, Dated {
  package let courseRunId: ID<CourseRun>?
  package let employeeId: ID<Employee>?
  package let batchId: ID<EnrolmentBatch>?
  package let state: EnrolmentState?
  /// Nil for today.
  package let asOf: CalendarDate?
  /// Nil for now.
  package let knownAt: Date?
  package let after: String?
  package let limit: Int?

  package init(
    courseRunId: ID<CourseRun>?, employeeId: ID<Employee>?, batchId: ID<EnrolmentBatch>?,
    state: EnrolmentState?, asOf: CalendarDate?, knownAt: Date?, after: String?, limit: Int?
  ) {
    self.courseRunId = courseRunId
    self.employeeId = employeeId
    self.batchId = batchId
    self.state = state
    self.asOf = asOf
    self.knownAt = knownAt
    self.after = after
    self.limit = limit
  }

  package typealias Output = Page<EnrolmentLine>
  package static let name = "enrolment.list"
  package static let route = Route.get("/enrolments")
  package static let permission = Permission.readEnrolments
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<EnrolmentLine>.enrolments.statement,
      [
        try context.firmID().uuid, courseRunId?.uuid, employeeId?.uuid, batchId?.uuid,
        state?.rawValue, context.principal.unitScope, context.today,
        try PageKey(after, parts: 1)?.id(0), (limit ?? Page<EnrolmentLine>.usualLimit) + 1, asOf,
        context.knownAt,
      ])
  }

  package func output(from rows: Rows) throws -> Page<EnrolmentLine> {
    Page(
      try rows.decode(EnrolmentLine.self), limit: limit ?? Page<EnrolmentLine>.usualLimit
    ) { [$0.id.description] }
  }
}

extension Query<EnrolmentLine> {
  static var enrolments: Self { Query("enrolment.list") }
}
