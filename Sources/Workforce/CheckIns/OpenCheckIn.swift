import Foundation
import Postgres

/// Lets a class check itself in to a half-day of a session that is held today. Opening what is open shows it, whoever
/// opened it of those who record the class; opening the other half-day ends the one before.
package struct OpenCheckIn: UseCase {
  package let sessionId: ID<CourseSession>
  /// Nil for the half-day that is going on.
  package let halfDay: HalfDay?

  package init(sessionId: ID<CourseSession>, halfDay: HalfDay?) {
    self.sessionId = sessionId
    self.halfDay = halfDay
  }

  package static let name = "check-in.open"
  package static let route = Route.post("/sessions/{sessionId}/check-in")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  /// How long after the end of the half-day, or after a late opening, it still stands.
  private static let afterwards: TimeInterval = 30 * 60

  package func run(in session: Session) async throws -> CheckInState {
    let held = try await session.lockForCheckIn(sessionId)
    try held.requireToday(session.today)
    let half = try chosen(of: held, at: session.now)
    let firms = try await session.find("session", .courseClass, held.courseRunId, sessionId.uuid)
      .firmIds
    if let present = try await session.fetchOne(.presentCheckIn, sessionId.uuid, session.now),
      present.halfDay == half.name
    {
      session.recordAudit([sessionId.uuid], changes: [], reason: nil)
      return try await .read(present, firms: firms, in: session)
    }
    try await session.execute(.closeCheckIn, sessionId.uuid, session.now)
    let id: ID<CheckIn> = session.newID()
    let trainer = session.principal.role == .trainer ? session.principal.trainerID?.uuid : nil
    try await session.execute(
      Command("check_in.insert"), id.uuid, sessionId.uuid, held.courseRunId,
      held.ownerId, half.name.rawValue,
      session.randomBytes(32), trainer, session.now, session.principal.accountID.uuid,
      max(half.endsAt, session.now).addingTimeInterval(Self.afterwards))
    session.recordAudit(
      [sessionId.uuid, id.uuid],
      changes: [AuditChange("checkIn", before: nil, after: half.name.rawValue)], reason: nil)
    let opened = try await session.find("check-in", .presentCheckIn, sessionId.uuid, session.now)
    return try await .read(opened, firms: firms, in: session)
  }

  private func chosen(
    of held: SessionToCheckIn, at now: Date
  ) throws(AppError) -> SessionToCheckIn.Half {
    if let halfDay {
      guard let half = held.half(halfDay) else {
        throw .invalid("halfDay", "attendance.no_such_half_day")
      }
      return half
    }
    let halves = HalfDay.allCases.compactMap(held.half)
    guard let going = halves.first(where: { now < $0.endsAt }) ?? halves.last else {
      throw .invalid("halfDay", "attendance.no_such_half_day")
    }
    return going
  }
}

/// Ends the check-in of a session, if one is open. What was marked stays.
package struct CloseCheckIn: UseCase {
  package struct Output: Codable, Sendable {
    package let sessionId: ID<CourseSession>
    package let wasOpen: Bool
  }

  package let sessionId: ID<CourseSession>

  package init(sessionId: ID<CourseSession>) {
    self.sessionId = sessionId
  }

  package static let name = "check-in.close"
  package static let route = Route.post("/sessions/{sessionId}/check-in/close")
  package static let permission = Permission.recordTraining
  package static let access = Access.write

  package func run(in session: Session) async throws -> Output {
    _ = try await session.lockForCheckIn(sessionId)
    let closed = try await session.execute(.closeCheckIn, sessionId.uuid, session.now)
    session.recordAudit(
      [sessionId.uuid],
      changes: closed == 0 ? [] : [AuditChange("checkIn", before: "open", after: "closed")],
      reason: nil)
    return Output(sessionId: sessionId, wasOpen: closed > 0)
  }
}

/// The check-in that is open for a session, with the code of this moment.
package struct ShowCheckIn: UseCase {
  package let sessionId: ID<CourseSession>

  package init(sessionId: ID<CourseSession>) {
    self.sessionId = sessionId
  }

  package static let name = "check-in.show"
  package static let route = Route.get("/sessions/{sessionId}/check-in")
  package static let permission = Permission.recordTraining
  package static let access = Access.read

  package func run(in session: Session) async throws -> CheckInState {
    let none: UUID? = nil
    let entering = try session.enteringCall(run: nil, session: sessionId)
    let rows = try await session.pipeline(
      entering + [
        Call(Query<CourseClass>.courseClass.statement, [none, sessionId.uuid]),
        Call(Query<PresentCheckIn>.presentCheckIn.statement, [sessionId.uuid, session.now]),
      ])
    try session.requireEntered(rows[0], noun: "session")
    guard let course = try rows[entering.count].decode(CourseClass.self).first else {
      throw AppError.notFound("session")
    }
    try session.requireOwnClass(ownedBy: course.ownerId)
    guard let present = try rows[entering.count + 1].decode(PresentCheckIn.self).first else {
      throw AppError.notFound("check-in")
    }
    return try await .read(present, firms: course.firmIds, in: session)
  }
}

extension Command {
  fileprivate static var closeCheckIn: Self { Command("check_in.close") }
}
