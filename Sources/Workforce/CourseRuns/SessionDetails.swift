import Postgres

/// One meeting of a run (buổi học). Hours are `HH:mm` in Vietnam, nil without that half-day.
package struct SessionDetails: Codable, Sendable, Versioned {
  package enum State: String, Codable, Sendable, CaseIterable {
    case open, closed, cancelled
  }

  package let id: ID<CourseSession>
  package let courseRunId: ID<CourseRun>
  package let ordinal: Int
  package let heldOn: CalendarDate
  package let morningStart: String?
  package let morningEnd: String?
  package let afternoonStart: String?
  package let afternoonEnd: String?
  package let roomId: ID<Room>?
  package let roomName: String?
  package let roomCapacity: Int?
  package let state: State
  package let version: Int
  /// The day off that it falls on.
  package let holiday: LocalizedText?
  /// Which of the run's trainers teach it; empty for all of them.
  package let trainerIds: [ID<Trainer>]
}

package struct ListSessions: Lookup {
  package let courseRunId: ID<CourseRun>

  package typealias Output = [SessionDetails]

  package static let name = "session.list"
  package static let route = Route.get("/course-runs/{courseRunId}/sessions")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(courseRunId: ID<CourseRun>) {
    self.courseRunId = courseRunId
  }

  package func call(in context: LookupContext) throws -> Call {
    let scope = context.principal.planningScope
    return Call(
      Query<SessionDetails>.sessions.statement,
      [courseRunId.uuid, scope.role, scope.firm, scope.provider])
  }

  package func output(from rows: Rows) throws -> [SessionDetails] {
    try rows.decode(SessionDetails.self)
  }
}

package struct ShowCourseSession: Lookup {
  package let sessionId: ID<CourseSession>

  package typealias Output = SessionDetails

  package static let name = "session.show"
  package static let route = Route.get("/sessions/{sessionId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(sessionId: ID<CourseSession>) {
    self.sessionId = sessionId
  }

  package func call(in context: LookupContext) throws -> Call {
    let scope = context.principal.planningScope
    return Call(
      Query<SessionDetails>.session.statement,
      [sessionId.uuid, scope.role, scope.firm, scope.provider])
  }

  package func output(from rows: Rows) throws -> SessionDetails {
    try rows.one(SessionDetails.self, "session")
  }
}

extension Query<SessionDetails> {
  static var session: Self { Query("session.show") }
  static var sessions: Self { Query("session.list") }
}
