import Foundation
import Postgres

/// The claim itself, in the transaction of the firm that it is addressed to. Part of a workflow; never offered by
/// itself.
struct AddFirmWalkIn: UseCase {
  let sessionId: ID<CourseSession>
  /// Nil for a name alone.
  let employeeId: UUID?
  let displayName: String
  let halfDay: HalfDay?
  let overCapacityReason: String?

  static let name = AddWalkIn.name
  static let route = AddWalkIn.route
  static let permission = AddWalkIn.permission
  static let access = AddWalkIn.access

  func run(in session: Session) async throws -> WalkInLine {
    let firm = try session.firmID().uuid
    let held = try await session.lockedSession(sessionId)
    try session.requireOwnClass(ownedBy: held.ownerId)
    let halfDays = try markedHalfDays(of: held)
    let firms = try await session.find("session", .courseClass, held.courseRunId, sessionId.uuid)
      .firmIds
    let room = try await session.find(
      "course_run", .walkInRoom, held.courseRunId, firms, firm, employeeId,
      FoldedText(displayName).value)
    try room.require(overCapacityReason: overCapacityReason)
    let id: ID<WalkIn> = session.newID()
    let account = session.principal.accountID.uuid
    _ = try await session.pipeline([
      Call(
        Command("walk_in.insert").statement,
        [
          firm, id.uuid, held.courseRunId, displayName, employeeId, overCapacityReason, session.now,
          account,
        ]),
      Call(
        Command("walk_in.insert_status").statement,
        [firm, id.uuid, held.courseRunId, session.now, account]),
    ])
    try await session.mark(
      id, in: held, halfDays.map { ($0, Mark.present, held.minutes(of: $0) ?? 0) })
    session.recordAudit(
      [id.uuid, held.courseRunId, sessionId.uuid],
      changes: [AuditChange("state", before: nil, after: WalkInState.pending.rawValue)],
      reason: overCapacityReason)
    return try await session.walkIn(id).line(tellsEmployee: session.principal.role != .trainer)
  }

  private func markedHalfDays(of held: LockedSession) throws(AppError) -> [HalfDay] {
    let all = HalfDay.allCases.filter { held.minutes(of: $0) != nil }
    guard let halfDay else { return all }
    guard all.contains(halfDay) else {
      throw .invalid("halfDay", "attendance.no_such_half_day")
    }
    return [halfDay]
  }
}

/// How full a class is for one more.
struct WalkInRoom: Decodable, Sendable {
  let capacity: Int
  let taken: Int
  let pending: Int
  let isEnrolled: Bool
  let isAdded: Bool

  func require(overCapacityReason: String?) throws(AppError) {
    if isEnrolled { throw .conflict("walk_in.in_class_already") }
    if isAdded { throw .conflict("walk_in.added_already") }
    guard taken + pending >= capacity, overCapacityReason == nil else { return }
    throw .invalid(
      "overCapacityReason", "walk_in.class_is_full",
      ["capacity": "\(capacity)", "present": "\(taken + pending)"])
  }
}

extension Query<WalkInRoom> {
  static var walkInRoom: Self { Query("walk_in.room") }
}

extension Session {
  /// A session that the caller may mark, locked until the transaction ends; a trainer enters its run.
  func lockedSession(_ id: ID<CourseSession>) async throws -> LockedSession {
    let entering = try enteringCall(run: nil, session: id)
    let rows = try await pipeline(
      entering + [Call(Query<LockedSession>.lockedSession.statement, [id.uuid])])
    try requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(LockedSession.self).first else {
      throw AppError.notFound("session")
    }
    try held.requireMarkable(today: today)
    return held
  }

  /// Marks a walk-in in a session that is locked.
  func mark(
    _ walkIn: ID<WalkIn>, in held: LockedSession, _ marks: [(HalfDay, Mark, minutes: Int)]
  ) async throws {
    try await execute(
      Command("walk_in.mark"), try firmID().uuid, walkIn.uuid, held.id, held.courseRunId,
      held.heldOn, now, principal.accountID.uuid, newIDs(marks.count),
      marks.map(\.0.rawValue), marks.map(\.1.rawValue), marks.map(\.minutes))
  }
}
