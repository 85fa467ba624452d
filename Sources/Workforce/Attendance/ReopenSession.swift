import Foundation
import Postgres

/// A session that may be marked again, and what was recorded on the strength of it.
package struct ReopenedSession: Codable, Sendable, Versioned {
  package let sessionId: ID<CourseSession>
  /// Completions that a changed mark would contradict; they stay until somebody corrects them.
  package let completions: [AffectedCompletion]
  package let version: Int

  package struct AffectedCompletion: Codable, Sendable {
    package let enrolmentId: ID<Enrolment>
    package let displayName: String
    package let result: CompletionResult
    package let completedOn: CalendarDate
    package let attendedMinutes: Int
    package let plannedMinutes: Int
  }
}

package struct ReopenSession: UseCase {
  package let sessionId: ID<CourseSession>
  package let reason: String

  package init(sessionId: ID<CourseSession>, reason: String) {
    self.sessionId = sessionId
    self.reason = reason
  }

  package static let name = "session.reopen"
  package static let route = Route.post("/sessions/{sessionId}/reopen")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> ReopenedSession {
    let none: UUID? = nil
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<LockedSession>.lockedSession.statement, [sessionId.uuid]),
        Call(Query<CourseClass>.courseClass.statement, [none, sessionId.uuid]),
      ])
    try session.requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(LockedSession.self).first,
      let course = try rows[entering.count + 1].decode(CourseClass.self).first
    else { throw AppError.notFound("session") }
    try session.requireOwnClass(ownedBy: held.ownerId)
    try session.requireVersion(held.version)
    guard held.state == "closed" else {
      throw AppError.conflict("attendance.session_not_closed")
    }
    let completions = try await session.fetchAll(
      .affectedCompletions, course.firmIds, course.id)
    try await session.setState(
      of: sessionId, "open", event: "reopened", reason: reason, unmarked: nil)
    session.recordAudit(
      [sessionId.uuid, held.courseRunId],
      changes: [AuditChange("state", before: "closed", after: "open")], reason: reason)
    return ReopenedSession(
      sessionId: sessionId, completions: completions, version: held.version + 1)
  }
}

extension Query<ReopenedSession.AffectedCompletion> {
  static var affectedCompletions: Self { Query("attendance.completions") }
}
