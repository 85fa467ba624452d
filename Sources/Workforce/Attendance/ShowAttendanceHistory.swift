import Foundation
import Postgres

/// A mark as it was recorded, and when another took its place.
package struct AttendanceRevision: Codable, Sendable {
  package let sessionId: ID<CourseSession>
  package let sessionOrdinal: Int
  package let halfDay: HalfDay
  package let revision: Int
  package let mark: Mark
  package let minutes: Int
  package let source: AttendanceSource
  package let occurredOn: CalendarDate
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
  /// Nil for the present one.
  package let supersededAt: Date?
}

/// Every mark recorded of an enrolment, until a day and as known at a moment.
package struct ShowAttendanceHistory: UseCase, Dated {
  package let enrolmentId: ID<Enrolment>
  package let sessionId: ID<CourseSession>?
  /// Nil for today.
  package let asOf: CalendarDate?
  /// Nil for now.
  package let knownAt: Date?

  package init(
    enrolmentId: ID<Enrolment>, sessionId: ID<CourseSession>?, asOf: CalendarDate?, knownAt: Date?
  ) {
    self.enrolmentId = enrolmentId
    self.sessionId = sessionId
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package static let name = "attendance.show-history"
  package static let route = Route.get("/enrolments/{enrolmentId}/attendance")
  package static let permission = Permission.recordTraining
  package static let access = Access.readPersons

  package func run(in session: Session) async throws -> [AttendanceRevision] {
    let seat = try await session.find("enrolment", .enrolmentSeat, enrolmentId.uuid)
    let known = try await session.knownAt(knownAt)
    let entering = try session.enteringCall(run: ID(seat.courseRunId), session: nil)
    let rows = try await session.pipeline(
      entering + [
        Call(
          Query<AttendanceRevision>.attendanceHistory.statement,
          [seat.firmId, seat.courseRunId, enrolmentId.uuid, sessionId?.uuid, asOf, known])
      ])
    try session.requireEntered(rows[0], noun: "enrolment")
    return try rows[entering.count].decode(AttendanceRevision.self)
  }
}

extension Query<EnrolmentSeat> {
  static var enrolmentSeat: Self { Query("attendance.seat") }
}

extension Query<AttendanceRevision> {
  static var attendanceHistory: Self { Query("attendance.history") }
}
