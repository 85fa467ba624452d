import Foundation
import Postgres

/// Calls a run off: the sessions still to be held are cancelled and their trainers and rooms are free.
/// Enrolments stay as a record; the run's state says that nothing came of them.
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
    session.recordAudit(
      [courseRunId.uuid] + open,
      changes: [AuditChange("state", before: present.state.rawValue, after: "cancelled")],
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
  /// Calls open sessions off and gives their trainers and rooms free.
  func cancelSessions(_ sessions: [UUID], reason: String) async throws {
    guard !sessions.isEmpty else { return }
    try await execute(.cancelSessions, sessions)
    try await execute(
      .insertSessionEvents, sessions, "cancelled", reason, now, principal.accountID.uuid)
    try await releaseBookings(of: sessions)
  }
}

extension Command {
  static var setCourseRunState: Self { Command("course_run.set_state") }
  static var cancelSessions: Self { Command("session.cancel") }
  static var insertSessionEvents: Self { Command("session.insert_events") }
}
