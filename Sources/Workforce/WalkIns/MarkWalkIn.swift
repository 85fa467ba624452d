import Foundation
import Postgres

/// Marks a walk-in in one half-day of a session. Saying the same again writes nothing.
package struct MarkWalkIn: Workflow {
  package let walkInId: ID<WalkIn>
  package let sessionId: ID<CourseSession>
  package let halfDay: HalfDay
  /// Nil takes the mark back.
  package let mark: Mark?
  /// Minutes attended, when somebody came late.
  package let minutes: Int?

  package init(
    walkInId: ID<WalkIn>, sessionId: ID<CourseSession>, halfDay: HalfDay, mark: Mark?,
    minutes: Int?
  ) {
    self.walkInId = walkInId
    self.sessionId = sessionId
    self.halfDay = halfDay
    self.mark = mark
    self.minutes = minutes
  }

  package static let name = "walk-in.mark"
  package static let route = Route.post("/walk-ins/{walkInId}/marks")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    switch mark {
    case .late where minutes == nil: problems.add("minutes", "attendance.late_needs_minutes")
    case .excused where (minutes ?? 0) != 0, .absent where (minutes ?? 0) != 0:
      problems.add("minutes", "attendance.absent_has_no_minutes")
    case .present, .late, .excused, .absent, nil: problems.range(minutes, "minutes", 0...720)
    }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> WalkInLine {
    let firm = try await app.firm(of: walkInId, as: principal, request: request)
    return try await app.perform(
      MarkFirmWalkIn(
        walkInId: walkInId, sessionId: sessionId, halfDay: halfDay, mark: mark, minutes: minutes),
      as: principal, actingFor: firm, request: request)
  }
}

/// Part of the workflow; never offered by itself.
private struct MarkFirmWalkIn: UseCase {
  let walkInId: ID<WalkIn>
  let sessionId: ID<CourseSession>
  let halfDay: HalfDay
  let mark: Mark?
  let minutes: Int?

  static let name = MarkWalkIn.name
  static let route = MarkWalkIn.route
  static let permission = MarkWalkIn.permission
  static let access = MarkWalkIn.access

  func run(in session: Session) async throws -> WalkInLine {
    let held = try await session.lockedSession(sessionId)
    try session.requireOwnClass(ownedBy: held.ownerId)
    let present = try await session.walkIn(walkInId)
    guard present.courseRunId == held.courseRunId else {
      throw AppError.invalid("sessionId", "walk_in.session_of_another_class")
    }
    guard present.state == .pending else { throw AppError.conflict("walk_in.decided_already") }
    guard let length = held.minutes(of: halfDay) else {
      throw AppError.invalid("halfDay", "attendance.no_such_half_day")
    }
    if let mark {
      let attended = mark.countsMinutes ? minutes ?? length : 0
      guard attended <= length else {
        throw AppError.invalid(
          "minutes", "attendance.longer_than_half_day", ["minutes": "\(length)"])
      }
      try await session.mark(walkInId, in: held, [(halfDay, mark, attended)])
    } else {
      try await session.execute(
        Command("walk_in.clear"), try session.firmID().uuid, walkInId.uuid, sessionId.uuid,
        halfDay.rawValue, session.now)
    }
    session.recordAudit(
      [walkInId.uuid, sessionId.uuid],
      changes: [AuditChange(halfDay.rawValue, before: nil, after: mark?.rawValue)], reason: nil)
    return try await session.walkIn(walkInId)
      .line(tellsEmployee: session.principal.role != .trainer)
  }
}

/// Takes a walk-in back that was added by mistake; what was said of it stays readable.
package struct WithdrawWalkIn: Workflow {
  package let walkInId: ID<WalkIn>
  package let reason: String

  package init(walkInId: ID<WalkIn>, reason: String) {
    self.walkInId = walkInId
    self.reason = reason
  }

  package static let name = "walk-in.withdraw"
  package static let route = Route.post("/walk-ins/{walkInId}/withdraw")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> WalkInLine {
    let firm = try await app.firm(of: walkInId, as: principal, request: request)
    return try await app.perform(
      EndWalkIn(walkInId: walkInId, state: .withdrawn, reason: reason), as: principal,
      actingFor: firm, request: request)
  }
}

/// Part of workflows; never offered by itself.
struct EndWalkIn: UseCase {
  let walkInId: ID<WalkIn>
  let state: WalkInState
  let reason: String

  static let name = WithdrawWalkIn.name
  static let route = WithdrawWalkIn.route
  static let permission = WithdrawWalkIn.permission
  static let access = WithdrawWalkIn.access

  func run(in session: Session) async throws -> WalkInLine {
    _ = try await session.walkIn(walkInId)
    try await session.decide(walkInId, state, employee: nil, enrolment: nil, reason: reason)
    session.recordAudit(
      [walkInId.uuid],
      changes: [
        AuditChange("state", before: WalkInState.pending.rawValue, after: state.rawValue)
      ], reason: reason)
    return try await session.walkIn(walkInId)
      .line(tellsEmployee: session.principal.role != .trainer)
  }
}

struct WalkInFirmRow: Codable, Sendable {
  let firmId: UUID
  let courseRunId: UUID
}

extension Query<WalkInFirmRow> {
  static var firmOfWalkIn: Self { Query("walk_in.firm") }
}

/// Part of workflows; never offered by itself.
private struct FindWalkInFirm: UseCase {
  let walkInId: ID<WalkIn>

  static let name = MarkWalkIn.name
  static let route = MarkWalkIn.route
  static let permission = MarkWalkIn.permission
  static let access = Access.read

  func run(in session: Session) async throws -> WalkInFirmRow {
    try await session.find(
      "walk_in", .firmOfWalkIn, try await session.walkInFirms(), walkInId.uuid)
  }
}

extension App {
  /// The firm that a walk-in is addressed to, as far as the caller may know of it.
  fileprivate func firm(
    of walkIn: ID<WalkIn>, as principal: Principal, request: Request
  ) async throws(AppError) -> ID<Firm> {
    ID(
      try await perform(
        FindWalkInFirm(walkInId: walkIn), as: principal, request: .plain(id: request.id)
      ).firmId)
  }
}
