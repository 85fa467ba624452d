import Foundation
import Postgres

/// My courses: what I am enrolled in, what I completed, and where I am asked whether I use it at work.
package struct ListOwnTraining: Lookup {
  package typealias Output = [OwnTraining]

  package init() {}

  package static let name = "training.list-own"
  package static let route = Route.get("/me/training")
  package static let permission = Permission.readOwn
  package static let access = Access.read

  package func call(in context: LookupContext) throws -> Call {
    guard let employeeId = context.principal.employeeID else { throw AppError.forbidden }
    return Call(
      Query<OwnTraining>.ownTraining.statement,
      [try context.firmID().uuid, employeeId.uuid, context.today])
  }

  package func output(from rows: Rows) throws -> [OwnTraining] {
    try rows.decode(OwnTraining.self)
  }
}

package struct OwnTraining: Codable, Sendable {
  package let enrolmentId: ID<Enrolment>
  package let courseRunId: ID<CourseRun>
  package let courseTitle: LocalizedText
  package let place: String?
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate
  package let state: EnrolmentState
  package let completionId: ID<Completion>?
  package let completedOn: CalendarDate?
  /// The outcome to speak of; nil when the course has none.
  package let competencyId: ID<Competency>?
  /// Whether the application at work may be stated today and has not been yet.
  package let isApplicationDue: Bool
}

extension Query<OwnTraining> {
  static var ownTraining: Self { Query("training.list_own") }
}
