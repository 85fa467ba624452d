import Foundation
import Postgres

/// A session that this transaction has locked, with the hours of its half-days.
struct SessionToCheckIn: Decodable, Sendable {
  struct Half: Sendable {
    let name: HalfDay
    let startsAt: Date
    let endsAt: Date

    /// What somebody is marked who says at a moment that they are here. Nobody is late because the trainer
    /// opened late: the quarter of an hour counts from then.
    func arrival(at now: Date, openedAt: Date) -> (mark: Mark, minutes: Int) {
      let lateFrom = max(startsAt, openedAt).addingTimeInterval(15 * 60)
      guard now > lateFrom else {
        return (.present, Int(endsAt.timeIntervalSince(startsAt) / 60))
      }
      return (.late, max(0, Int(endsAt.timeIntervalSince(now) / 60)))
    }
  }

  let id: UUID
  let courseRunId: UUID
  let heldOn: CalendarDate
  let state: String
  let ownerId: UUID?
  private let morningStartsAt: Date?
  private let morningEndsAt: Date?
  private let afternoonStartsAt: Date?
  private let afternoonEndsAt: Date?

  /// Nil when the half-day is not held.
  func half(_ name: HalfDay) -> Half? {
    let hours =
      switch name {
      case .morning: (morningStartsAt, morningEndsAt)
      case .afternoon: (afternoonStartsAt, afternoonEndsAt)
      }
    guard let startsAt = hours.0, let endsAt = hours.1 else { return nil }
    return Half(name: name, startsAt: startsAt, endsAt: endsAt)
  }

  func requireToday(_ today: CalendarDate) throws(AppError) {
    if state == "closed" { throw .conflict("attendance.session_closed") }
    if state == "cancelled" { throw .conflict("attendance.session_cancelled") }
    if heldOn != today { throw .conflict("check_in.not_today") }
  }
}

extension Query<SessionToCheckIn> {
  static var sessionToCheckIn: Self { Query("check_in.lock_session") }
}

extension Session {
  /// Throws `notFound` unless the caller teaches the session's run, and `conflict` for HR in another's class.
  func lockForCheckIn(_ sessionID: ID<CourseSession>) async throws -> SessionToCheckIn {
    let entering = try enteringCall(run: nil, session: sessionID)
    let rows = try await pipeline(
      entering + [Call(Query<SessionToCheckIn>.sessionToCheckIn.statement, [sessionID.uuid])])
    try requireEntered(rows[0], noun: "session")
    guard let held = try rows[entering.count].decode(SessionToCheckIn.self).first else {
      throw AppError.notFound("session")
    }
    try requireOwnClass(ownedBy: held.ownerId)
    return held
  }
}
