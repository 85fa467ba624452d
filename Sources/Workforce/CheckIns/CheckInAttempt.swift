import Foundation
import Postgres

/// How often somebody who has not signed in may say who they are. Both are counted in the database, so that they
/// hold for every process of the service.
enum CheckInLimits {
  /// Of one ticket.
  static let attempts = 5
  /// Of a class in ten minutes. A class of sixty mistypes; somebody who tries names goes on.
  static let failures = 100
  static let window: TimeInterval = 10 * 60
}

/// How a ticket and its class stand before another attempt.
struct TriedTicket: Codable, Sendable {
  let attempts: Int
  let isUsed: Bool
  /// Attempts that marked nobody in this class lately.
  let classFailures: Int

  func requireAnotherAttempt() throws(AppError) {
    if isUsed { throw .conflict("check_in.ticket_used") }
    if attempts >= CheckInLimits.attempts {
      throw AppError(.limitReached, "check_in.too_many_attempts")
    }
    if classFailures >= CheckInLimits.failures { throw AppError(.limitReached, "check_in.paused") }
  }
}

extension Query<TriedTicket> {
  static var checkInTicket: Self { Query("check_in.ticket") }
}

/// Refuses an attempt that may not be made, without writing anything. Part of a workflow; never offered by itself.
struct ReadCheckInTicket: UseCase {
  let checkInId: ID<CheckIn>
  let nonce: [UInt8]

  static let name = "check-in.read-ticket"
  static let route = Route.post("/check-ins/tried-tickets")
  static let permission = Permission.anyone
  static let access = Access.read
  static let context = DatabaseContext.system

  func run(in session: Session) async throws -> TriedTicket {
    try await session.find(
      "check-in", .checkInTicket, checkInId.uuid, nonce,
      session.now.addingTimeInterval(-CheckInLimits.window))
  }
}

/// Counts an attempt, in a transaction of its own so that a refusal does not take it back. Part of a workflow;
/// never offered by itself.
struct AttemptCheckIn: UseCase {
  let checkInId: ID<CheckIn>
  let nonce: [UInt8]

  static let name = "check-in.attempt"
  static let route = Route.post("/check-ins/attempts")
  static let permission = Permission.anyone
  static let access = Access.write
  static let context = DatabaseContext.system

  /// Returns which attempt of the ticket this is. One that is not counted, because others came at the same moment, is
  /// refused as it would have been a moment later.
  func run(in session: Session) async throws -> Int {
    session.leaveOutOfAudit()
    let since = session.now.addingTimeInterval(-CheckInLimits.window)
    if let counted = try await session.fetchOne(
      .checkInAttempt, checkInId.uuid, nonce, session.now, CheckInLimits.attempts,
      CheckInLimits.failures, since)
    {
      return counted.attempts
    }
    let ticket = try await session.find(
      "check-in", .checkInTicket, checkInId.uuid, nonce, since)
    try ticket.requireAnotherAttempt()
    throw AppError(.limitReached, "check_in.paused")
  }
}

struct CountedAttempt: Decodable, Sendable {
  let attempts: Int
}

extension Query<CountedAttempt> {
  static var checkInAttempt: Self { Query("check_in.attempt") }
}
