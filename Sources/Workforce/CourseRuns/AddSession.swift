import Foundation
import Postgres

/// Adds a meeting to a run. An evening is given as the afternoon.
package struct AddSession: UseCase {
  package let courseRunId: ID<CourseRun>
  package let heldOn: CalendarDate
  package let morningStart: String?
  package let morningEnd: String?
  package let afternoonStart: String?
  package let afternoonEnd: String?
  /// Nil for the room of the run.
  package let roomId: ID<Room>?

  package static let name = "session.add"
  package static let route = Route.post("/course-runs/{courseRunId}/sessions")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(
    courseRunId: ID<CourseRun>, heldOn: CalendarDate, morningStart: String?, morningEnd: String?,
    afternoonStart: String?, afternoonEnd: String?, roomId: ID<Room>?
  ) {
    self.courseRunId = courseRunId
    self.heldOn = heldOn
    self.morningStart = morningStart
    self.morningEnd = morningEnd
    self.afternoonStart = afternoonStart
    self.afternoonEnd = afternoonEnd
    self.roomId = roomId
  }

  package func check(_ problems: inout Problems) {
    _ = SessionHours(planned.texts(at: ""), &problems)
  }

  package func run(in session: Session) async throws -> CourseRunDetails {
    let run = try await session.lockCourseRun(courseRunId)
    try session.requireVersion(run.version)
    try await session.requireResources(
      of: run.providerId.uuid, trainers: [], keeping: [],
      rooms: roomId.map { [($0, "roomId")] } ?? [])
    let ids = try await session.insertSessions([planned], of: courseRunId, paths: [""])
    try await session.execute(.followSessions, courseRunId.uuid)
    try await session.askProviderAgain(about: run)
    session.recordAudit(
      ids + [courseRunId.uuid],
      changes: [AuditChange("heldOn", before: nil, after: heldOn.description)], reason: nil)
    return try await .read(courseRunId, in: session)
  }

  private var planned: SessionInput {
    SessionInput(
      heldOn: heldOn, morningStart: morningStart, morningEnd: morningEnd,
      afternoonStart: afternoonStart, afternoonEnd: afternoonEnd, roomId: roomId)
  }
}
