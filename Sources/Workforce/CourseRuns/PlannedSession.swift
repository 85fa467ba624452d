import Postgres

/// A session as it stands, under the lock of its run.
struct PlannedSession: Decodable, Sendable {
  let id: ID<CourseSession>
  let heldOn: CalendarDate
  let morningStart: String?
  let morningEnd: String?
  let afternoonStart: String?
  let afternoonEnd: String?
  let roomId: ID<Room>?
  let state: SessionDetails.State
  let version: Int

  var texts: SessionHours.Texts {
    SessionHours.Texts(
      morningStart: morningStart, morningEnd: morningEnd, afternoonStart: afternoonStart,
      afternoonEnd: afternoonEnd, path: "")
  }
}

struct RunOfSession: Decodable, Sendable {
  let courseRunId: ID<CourseRun>
}

extension Session {
  /// An open session of a run that the caller may plan. Throws `notFound` for another's, and
  /// `conflict` for one that has been closed or cancelled.
  func lockPlannedSession(
    _ id: ID<CourseSession>
  ) async throws -> (run: LockedCourseRun, session: PlannedSession) {
    let runID = try await find("session", .runOfSession, id.uuid).courseRunId
    let run = try await lockCourseRun(runID)
    let session = try await find("session", .lockPlannedSession, id.uuid, runID.uuid)
    switch session.state {
    case .open: return (run, session)
    case .closed: throw AppError.conflict("session.is_closed")
    case .cancelled: throw AppError.conflict("session.is_cancelled")
    }
  }
}

extension Query<PlannedSession> {
  static var lockPlannedSession: Self { Query("session.lock") }
}

extension Query<RunOfSession> {
  static var runOfSession: Self { Query("session.run") }
}
