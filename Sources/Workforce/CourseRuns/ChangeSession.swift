import Foundation
import Postgres

/// A session as a change leaves it, under a version of its own, with the run it belongs to.
package struct ChangedSession: Codable, Sendable, Versioned {
  package let session: SessionDetails
  package let courseRun: CourseRunDetails

  package var version: Int { session.version }

  static func read(
    _ id: ID<CourseSession>, of run: ID<CourseRun>, in session: Session
  ) async throws -> ChangedSession {
    let details = try await CourseRunDetails.read(run, in: session)
    guard let changed = details.sessions.first(where: { $0.id == id }) else {
      throw AppError.notFound("session")
    }
    return ChangedSession(session: changed, courseRun: details)
  }
}

/// Moves a session that is still to be held to another day, other hours, another room or some of the run's trainers.
package struct ChangeSession: UseCase {
  package let sessionId: ID<CourseSession>
  package let heldOn: CalendarDate?
  /// The four hours go together: with any of them given, a half-day without hours is dropped; with
  /// none, the hours stay.
  package let morningStart: String?
  package let morningEnd: String?
  package let afternoonStart: String?
  package let afternoonEnd: String?
  package let roomId: ID<Room>?
  /// Takes a room of its own away, so that the session is in the run's.
  package let inRoomOfRun: Bool?
  /// Which of the run's trainers teach it: nil leaves them, an empty list is all of them.
  package let trainerIds: [ID<Trainer>]?
  package let reason: String

  package static let name = "session.change"
  package static let route = Route.patch("/sessions/{sessionId}")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(
    sessionId: ID<CourseSession>, heldOn: CalendarDate?, morningStart: String?,
    morningEnd: String?, afternoonStart: String?, afternoonEnd: String?, roomId: ID<Room>?,
    inRoomOfRun: Bool?, trainerIds: [ID<Trainer>]?, reason: String
  ) {
    self.sessionId = sessionId
    self.heldOn = heldOn
    self.morningStart = morningStart
    self.morningEnd = morningEnd
    self.afternoonStart = afternoonStart
    self.afternoonEnd = afternoonEnd
    self.roomId = roomId
    self.inRoomOfRun = inRoomOfRun
    self.trainerIds = trainerIds
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
    problems.checkDay(heldOn, "heldOn")
    if !texts.areEmpty { _ = SessionHours(texts, &problems) }
    if roomId != nil, inRoomOfRun == true { problems.add("roomId", "course_run.room_or_none") }
  }

  package func run(in session: Session) async throws -> ChangedSession {
    let (run, present) = try await session.lockPlannedSession(sessionId)
    try session.requireVersion(present.version)
    try await session.requireResources(
      of: run.providerId.uuid, trainers: [], keeping: [],
      rooms: roomId.flatMap { $0 == present.roomId ? nil : [($0, "roomId")] } ?? [])
    var problems = Problems()
    let hours = SessionHours(texts.areEmpty ? present.texts : texts, &problems)
    try problems.throwIfAny()
    let day = heldOn ?? present.heldOn
    let room = inRoomOfRun == true ? nil : roomId ?? present.roomId
    try await session.execute(
      .moveSession, sessionId.uuid, day, hours.morning?.start, hours.morning?.end,
      hours.afternoon?.start, hours.afternoon?.end, room?.uuid)
    if let trainerIds {
      try await session.replaceTrainers(of: sessionId, in: run.id, with: trainerIds)
    }
    try await session.rebook([sessionId.uuid])
    try await session.execute(
      .insertSessionEvents, [sessionId.uuid], "moved", reason, session.now,
      session.principal.accountID.uuid)
    try await session.execute(.followSessions, run.id.uuid)
    try await session.askProviderAgain(about: run)
    session.recordAudit(
      [sessionId.uuid, run.id.uuid],
      changes: changes(from: present, day: day, room: room), reason: reason)
    return try await .read(sessionId, of: run.id, in: session)
  }

  private func changes(
    from present: PlannedSession, day: CalendarDate, room: ID<Room>?
  ) -> [AuditChange] {
    let hours = texts.areEmpty ? present.texts : texts
    var changes = AuditChange.between([
      ("heldOn", present.heldOn.description, day.description),
      ("morningStart", present.morningStart, hours.morningStart),
      ("morningEnd", present.morningEnd, hours.morningEnd),
      ("afternoonStart", present.afternoonStart, hours.afternoonStart),
      ("afternoonEnd", present.afternoonEnd, hours.afternoonEnd),
      ("room", present.roomId?.description, room?.description),
    ])
    if let trainerIds {
      changes.append(
        AuditChange(
          "trainers", before: nil,
          after: trainerIds.map(\.description).sorted().joined(separator: " ")))
    }
    return changes
  }

  private var texts: SessionHours.Texts {
    SessionHours.Texts(
      morningStart: morningStart, morningEnd: morningEnd, afternoonStart: afternoonStart,
      afternoonEnd: afternoonEnd, path: "")
  }
}

/// Calls a session off; its trainers and room are free.
package struct CancelSession: UseCase {
  package let sessionId: ID<CourseSession>
  package let reason: String

  package static let name = "session.cancel"
  package static let route = Route.post("/sessions/{sessionId}/cancel")
  package static let permission = Permission.planRuns
  package static let access = Access.write

  package init(sessionId: ID<CourseSession>, reason: String) {
    self.sessionId = sessionId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> ChangedSession {
    let (run, present) = try await session.lockPlannedSession(sessionId)
    try session.requireVersion(present.version)
    try await session.cancelSessions([sessionId.uuid], reason: reason)
    try await session.execute(.followSessions, run.id.uuid)
    session.recordAudit(
      [sessionId.uuid, run.id.uuid],
      changes: [AuditChange("state", before: "open", after: "cancelled")], reason: reason)
    return try await .read(sessionId, of: run.id, in: session)
  }
}

extension Command {
  static var moveSession: Self { Command("session.move") }
}
