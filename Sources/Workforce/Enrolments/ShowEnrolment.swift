import Foundation
import Postgres

/// One enrolment with what became of it.
package struct EnrolmentDetail: Codable, Sendable, Versioned {
  package let id: ID<Enrolment>
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let displayName: String
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let courseTitle: LocalizedText
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate
  /// After this moment withdrawing frees no money and promotes nobody.
  package let cutOffAt: Date
  package let batchId: ID<EnrolmentBatch>?
  package let unitId: ID<Unit>?
  /// The enrolment whose seat this one took over.
  package let replacesId: ID<Enrolment>?
  package let version: Int
  package let state: EnrolmentState
  package let occurredOn: CalendarDate
  package let moneyState: MoneyState
  package let listPriceVnd: Int
  package let supportVnd: Int
  package let firmPartVnd: Int
  package let reason: String?
  /// From 1, for somebody who waits.
  package let queuePosition: Int?
  package let result: CompletionResult?
  package let completedOn: CalendarDate?
  /// Every state it has had, first to present.
  package let revisions: [Revision]

  package struct Revision: Codable, Sendable {
    package let revision: Int
    package let state: EnrolmentState
    package let occurredOn: CalendarDate
    package let moneyState: MoneyState
    package let reason: String?
  }
}

package struct ShowEnrolment: Lookup {
  package let enrolmentId: ID<Enrolment>

  package init(enrolmentId: ID<Enrolment>) {
    self.enrolmentId = enrolmentId
  }

  package typealias Output = EnrolmentDetail
  package static let name = "enrolment.show"
  package static let route = Route.get("/enrolments/{enrolmentId}")
  package static let permission = Permission.readEnrolments
  package static let access = Access.readPersons

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<EnrolmentDetail>.enrolment.statement,
      [
        try context.firmID().uuid, enrolmentId.uuid, context.principal.unitScope, context.today,
        context.now,
      ])
  }

  package func output(from rows: Rows) throws -> EnrolmentDetail {
    try rows.one(EnrolmentDetail.self, "enrolment")
  }
}

extension Query<EnrolmentDetail> {
  static var enrolment: Self { Query("enrolment.show") }
}
