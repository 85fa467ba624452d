import Foundation
import Postgres

/// Calls a run off: the sessions still to be held are cancelled, their trainers and rooms are free, and
/// every seat is given up. The enrolments of each firm end with the same reason and money that is not
/// spent returns to its budget: the caller's own here, another firm's through the outbox, once.
package struct CancelCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>
  package let reason: String

  package static let name = "course-run.cancel"
  package static let route = Route.post("/course-runs/{courseRunId}/cancel")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(courseRunId: ID<CourseRun>, reason: String) {
    self.courseRunId = courseRunId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let present = try await session.lockCourseRun(courseRunId)
    try session.requireVersion(present.version)
    let open = try await session.openSessions(of: courseRunId).map(\.id.uuid)
    try await session.cancelSessions(open, reason: reason)
    try await session.execute(
      .setCourseRunState, courseRunId.uuid, CourseRunState.cancelled.rawValue, reason)
    let released = try await session.releaseRun(courseRunId)
    if session.principal.firmID != nil { _ = try await session.endEnrolments(of: courseRunId) }
    session.recordAudit(
      [courseRunId.uuid] + open,
      changes: [
        AuditChange("state", before: present.state.rawValue, after: "cancelled"),
        AuditChange("seatsReleased", before: nil, after: "\(released)"),
      ],
      reason: reason)
    return try await .read(courseRunId, in: session)
  }
}

/// Says that a run is over. Refused while a session is still to come.
package struct FinishCourseRun: UseCase {
  package let courseRunId: ID<CourseRun>

  package static let name = "course-run.finish"
  package static let route = Route.post("/course-runs/{courseRunId}/finish")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let present = try await session.lockCourseRun(courseRunId)
    try session.requireVersion(present.version)
    let open = try await session.openSessions(of: courseRunId)
    if let next = open.first(where: { $0.heldOn > session.today }) {
      throw AppError.conflict("course_run.session_to_come", ["day": next.heldOn.dayMonthYear])
    }
    try await session.execute(
      .setCourseRunState, courseRunId.uuid, CourseRunState.finished.rawValue, String?.none)
    session.recordAudit(
      [courseRunId.uuid],
      changes: [AuditChange("state", before: present.state.rawValue, after: "finished")],
      reason: nil)
    return try await .read(courseRunId, in: session)
  }
}

extension Session {
  /// Gives up every seat of a run that was called off and tells each other firm.
  /// - Returns: how many seats.
  func releaseRun(_ run: ID<CourseRun>) async throws -> Int {
    let seats = try await find("course_run", .runSeats, run.uuid)
    return try await find(
      "course_run", .releasedRun, run.uuid, now, newIDs(seats.taken + seats.waiting)
    ).released
  }

  /// Calls open sessions off and gives their trainers and rooms free.
  func cancelSessions(_ sessions: [UUID], reason: String) async throws {
    guard !sessions.isEmpty else { return }
    try await execute(.cancelSessions, sessions)
    try await execute(
      .insertSessionEvents, sessions, "cancelled", reason, now, principal.accountID.uuid)
    try await releaseBookings(of: sessions)
  }
}

struct ReleasedRun: Decodable, Sendable {
  let released: Int
}

extension Query<ReleasedRun> {
  static var releasedRun: Self { Query("course_run.release_seats") }
}

extension Command {
  static var setCourseRunState: Self { Command("course_run.set_state") }
  static var cancelSessions: Self { Command("session.cancel") }
  static var insertSessionEvents: Self { Command("session.insert_events") }
}
