import Foundation
import Postgres

/// What became of counting an attempt.
enum CheckInAttempt: String, Codable, Sendable {
  case counted, used, exhausted, paused

  func requireCounted() throws(AppError) {
    switch self {
    case .counted: return
    case .used: throw .conflict("check_in.ticket_used")
    case .exhausted: throw AppError(.limitReached, "check_in.too_many_attempts")
    case .paused: throw AppError(.limitReached, "check_in.paused")
    }
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

  /// Of one ticket.
  private static let attempts = 5
  /// Of a class in ten minutes. A class of sixty mistypes; somebody who tries names goes on.
  private static let failures = 100
  private static let window: TimeInterval = 10 * 60

  func run(in session: Session) async throws -> CheckInAttempt {
    session.recordAudit([checkInId.uuid], changes: [], reason: nil)
    let counted = try await session.fetchOne(
      .checkInAttempt, checkInId.uuid, nonce, session.now, Self.attempts, Self.failures,
      session.now.addingTimeInterval(-Self.window))
    if counted != nil { return .counted }
    guard let ticket = try await session.fetchOne(.checkInTicket, checkInId.uuid, nonce) else {
      return .paused
    }
    if ticket.isUsed { return .used }
    return ticket.attempts < Self.attempts ? .paused : .exhausted
  }
}

/// A ticket that has marked somebody marks nobody else. Part of a workflow; never offered by itself.
struct UseCheckInTicket: UseCase {
  let checkInId: ID<CheckIn>
  let nonce: [UInt8]

  static let name = "check-in.use-ticket"
  static let route = Route.post("/check-ins/used-tickets")
  static let permission = Permission.anyone
  static let access = Access.write
  static let context = DatabaseContext.system

  func run(in session: Session) async throws -> Int {
    session.recordAudit([checkInId.uuid], changes: [], reason: nil)
    return try await session.execute(
      Command("check_in.use_ticket"), checkInId.uuid, nonce, session.now)
  }
}

struct CountedAttempt: Decodable, Sendable {
  let attempts: Int
}

struct TriedTicket: Decodable, Sendable {
  let attempts: Int
  let isUsed: Bool
}

extension Query<CountedAttempt> {
  static var checkInAttempt: Self { Query("check_in.attempt") }
}

extension Query<TriedTicket> {
  static var checkInTicket: Self { Query("check_in.ticket") }
}
