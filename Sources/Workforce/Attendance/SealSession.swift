import Foundation
import Postgres

/// The closing itself, after the firms' parts: counts once more under a lock of the session.
struct SealSession: UseCase {
  let sessionId: ID<CourseSession>
  let markedAbsentCount: Int

  static let name = CloseSession.name
  static let route = CloseSession.route
  static let permission = CloseSession.permission
  static let access = CloseSession.access

  func run(in session: Session) async throws -> ClosedSession {
    let none: UUID? = nil
    let anyDay: CalendarDate? = nil
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<LockedSession>.lockedSession.statement, [sessionId.uuid]),
        Call(Query<CourseClass>.courseClass.statement, [none, sessionId.uuid]),
        Call(Query<HeldSession>.heldSessions.statement, [none, sessionId.uuid]),
      ])
    try session.requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(LockedSession.self).first,
      let course = try rows[entering.count + 1].decode(CourseClass.self).first
    else { throw AppError.notFound("session") }
    try held.requireMarkable(today: session.today)
    try session.requireVersion(held.version)
    let people = try await session.pipeline([
      Call(
        Query<ClassMember>.classMembers.statement,
        [course.firmIds, course.id, anyDay, Date.distantFuture]),
      Call(
        Query<PresentMark>.presentMarks.statement,
        [course.firmIds, course.id, anyDay, Date.distantFuture]),
      Call(Query<DoubleBooking>.doubleBookings.statement, [sessionId.uuid, course.firmIds]),
    ])
    let roster = Roster(
      course, sessions: try rows[entering.count + 2].decode(HeldSession.self),
      members: try people[0].decode(ClassMember.self),
      marks: try people[1].decode(PresentMark.self),
      doubleBooked: Set(try people[2].decode(DoubleBooking.self).map(\.enrolmentId)),
      wanted: sessionId)
    // Somebody who was enrolled or marked by another device in between.
    let unmarked = roster.sessions.first?.unmarkedCount ?? 0
    guard unmarked == 0 else {
      throw AppError.conflict("attendance.not_all_marked", ["count": "\(unmarked)"])
    }
    try await session.setState(
      of: sessionId, "closed", event: "closed", reason: nil, unmarked: markedAbsentCount)
    session.recordAudit(
      [sessionId.uuid, held.courseRunId],
      changes: [
        AuditChange("state", before: held.state, after: "closed"),
        AuditChange("markedAbsent", before: nil, after: "\(markedAbsentCount)"),
      ], reason: nil)
    return ClosedSession(
      sessionId: sessionId, markedAbsentCount: markedAbsentCount,
      belowRequired: roster.people.filter(\.isBelowRequired).map(\.enrolmentId),
      doubleBooked: roster.people.filter(\.isDoubleBooked).map(\.enrolmentId),
      version: held.version + 1)
  }
}

extension Session {
  func setState(
    of sessionId: ID<CourseSession>, _ state: String, event: String, reason: String?, unmarked: Int?
  ) async throws {
    _ = try await pipeline([
      Call(Command("attendance.set_session_state").statement, [sessionId.uuid, state]),
      Call(
        Command("attendance.insert_event").statement,
        [sessionId.uuid, event, reason, unmarked, now, principal.accountID.uuid]),
    ])
  }
}
