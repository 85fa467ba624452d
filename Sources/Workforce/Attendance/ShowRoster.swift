import Foundation
import Postgres

/// The roster of a run, or of one of its sessions, on a day and as known at a moment. A trainer sees the
/// whole class, a firm its people.
package struct ShowRoster: UseCase, Dated {
  package let courseRunId: ID<CourseRun>?
  package let sessionId: ID<CourseSession>?
  /// Nil for today.
  package let asOf: CalendarDate?
  /// Nil for now.
  package let knownAt: Date?

  package init(
    courseRunId: ID<CourseRun>?, sessionId: ID<CourseSession>?, asOf: CalendarDate?, knownAt: Date?
  ) {
    self.courseRunId = courseRunId
    self.sessionId = sessionId
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package static let name = "attendance.show-roster"
  package static let route = Route.get("/rosters")
  package static let permission = Permission.recordTraining
  package static let access = Access.readPersons

  package func check(_ problems: inout Problems) {
    if (courseRunId == nil) == (sessionId == nil) {
      problems.add("courseRunId", "attendance.run_or_session")
    }
  }

  package func run(in session: Session) async throws -> Roster {
    let entering = try session.enteringCall(run: courseRunId, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<CourseClass>.courseClass.statement, [courseRunId?.uuid, sessionId?.uuid]),
        Call(Query<HeldSession>.heldSessions.statement, [courseRunId?.uuid, sessionId?.uuid]),
      ])
    let noun = sessionId == nil ? "course_run" : "session"
    try session.requireEntered(rows[0], noun: noun)
    let sessions = try rows[entering.count + 1].decode(HeldSession.self)
    guard let course = try rows[entering.count].decode(CourseClass.self).first,
      sessionId == nil || sessions.contains(where: { $0.id == sessionId?.uuid })
    else { throw AppError.notFound(noun) }
    let known = try await session.knownAt(knownAt)
    let people = try await session.pipeline(
      [
        Call(Query<ClassMember>.classMembers.statement, [course.firmIds, course.id, asOf, known]),
        Call(Query<PresentMark>.presentMarks.statement, [course.firmIds, course.id, asOf, known]),
        Call(
          Query<DoubleBooking>.doubleBookings.statement, [sessionId?.uuid, course.firmIds]),
      ])
    return Roster(
      course, sessions: sessions, members: try people[0].decode(ClassMember.self),
      marks: try people[1].decode(PresentMark.self),
      doubleBooked: Set(try people[2].decode(DoubleBooking.self).map(\.enrolmentId)),
      wanted: sessionId)
  }
}

/// Somebody who is expected in another class at the same time.
struct DoubleBooking: Decodable, Sendable {
  let enrolmentId: UUID
}

extension Query<DoubleBooking> {
  static var doubleBookings: Self { Query("attendance.double_booked") }
}

extension Query<HeldSession> {
  static var heldSessions: Self { Query("attendance.sessions") }
}

extension Query<ClassMember> {
  static var classMembers: Self { Query("attendance.people") }
}

extension Query<PresentMark> {
  static var presentMarks: Self { Query("attendance.marks") }
}
