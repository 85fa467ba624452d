import Foundation
import Postgres

/// A half-day of one person whose mark is taken back.
package struct ClearedHalfDay: Codable, Sendable, Hashable {
  package let enrolmentId: ID<Enrolment>
  package let halfDay: HalfDay

  package init(enrolmentId: ID<Enrolment>, halfDay: HalfDay) {
    self.enrolmentId = enrolmentId
    self.halfDay = halfDay
  }
}

/// Takes marks back, so that the half-days are unmarked again; what was marked stays readable. Doing it
/// again does nothing. One transaction for each firm of the class.
package struct ClearAttendance: KeepsAnswer {
  package let sessionId: ID<CourseSession>
  package let halfDays: [ClearedHalfDay]
  package let reason: String

  package init(sessionId: ID<CourseSession>, halfDays: [ClearedHalfDay], reason: String) {
    self.sessionId = sessionId
    self.halfDays = halfDays
    self.reason = reason
  }

  package static let name = "attendance.clear"
  package static let route = Route.post("/sessions/{sessionId}/attendance/clear")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    if halfDays.isEmpty { problems.add("halfDays", "field.required") }
    problems.require(reason, "reason", limit: 500)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> RecordedMarks {
    let groups = try await app.firms(
      of: halfDays, enrolment: \.enrolmentId, field: "halfDays", as: principal, request: request)
    var cleared = 0
    for group in groups {
      cleared += try await app.perform(
        ClearFirmAttendance(sessionId: sessionId, halfDays: group.entries, reason: reason),
        as: principal, actingFor: group.firmID, request: .plain(id: request.id))
    }
    return RecordedMarks(
      sessionId: sessionId, recordedCount: cleared, unchangedCount: halfDays.count - cleared)
  }
}

/// Part of the workflow; never offered by itself.
private struct ClearFirmAttendance: UseCase {
  let sessionId: ID<CourseSession>
  let halfDays: [ClearedHalfDay]
  let reason: String

  static let name = ClearAttendance.name
  static let route = ClearAttendance.route
  static let permission = ClearAttendance.permission
  static let access = ClearAttendance.access

  func run(in session: Session) async throws -> Int {
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [Call(Query<LockedSession>.lockedSession.statement, [sessionId.uuid])])
    try session.requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(LockedSession.self).first else {
      throw AppError.notFound("session")
    }
    try session.requireOwnClass(ownedBy: held.ownerId)
    try held.requireMarkable(today: session.today)
    let cleared = try await session.execute(
      Command("attendance.clear"), try session.firmID().uuid, sessionId.uuid, session.now,
      session.principal.accountID.uuid, reason, halfDays.map(\.enrolmentId.uuid),
      halfDays.map(\.halfDay.rawValue))
    session.recordAudit(
      [sessionId.uuid],
      changes: [AuditChange("marks", before: "\(cleared)", after: nil)], reason: reason)
    return cleared
  }
}
