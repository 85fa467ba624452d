import Foundation
import Postgres

/// A check-in that is open, as the service itself knows it.
struct StandingCheckIn: Codable, Sendable {
  let id: ID<CheckIn>
  let sessionId: ID<CourseSession>
  let courseRunId: UUID
  let halfDay: HalfDay
  let secret: [UInt8]
  let openedAt: Date
  let openedBy: UUID
  let closesAt: Date
  /// The firm of a closed class.
  let ownerId: UUID?
  /// Nil when HR of the firm that owns the class opened it.
  let trainerId: UUID?
  let providerId: UUID
  let courseRunCode: String
  let courseTitle: LocalizedText
  let ordinal: Int
  let heldOn: CalendarDate
  let firmIds: [UUID]

  var key: CheckInSecret { CheckInSecret(id: id, bytes: secret) }

  /// Whoever opened it answers for what is marked while it is open.
  var opener: Principal {
    Principal(
      accountID: ID(openedBy), membershipID: Principal.systemOperator.membershipID,
      role: trainerId == nil ? .hr : .trainer,
      firmID: trainerId == nil ? ownerId.map { ID($0) } : nil, employeeID: nil,
      unitIDs: [], providerID: trainerId == nil ? nil : ID(providerId),
      trainerID: trainerId.map { ID($0) }, agencyID: nil, provinceCode: nil)
  }

  func ticket(_ text: String, until end: Date) -> CheckInTicket {
    CheckInTicket(
      ticket: text, expiresAt: min(end, closesAt), courseTitle: courseTitle,
      courseRunCode: courseRunCode, sessionOrdinal: ordinal, heldOn: heldOn, halfDay: halfDay)
  }

  func checkedIn(wasMarkedBefore: Bool) -> CheckedIn {
    CheckedIn(
      sessionId: sessionId, courseTitle: courseTitle, heldOn: heldOn, halfDay: halfDay,
      wasMarkedBefore: wasMarkedBefore)
  }
}

extension Query<StandingCheckIn> {
  static var standingCheckIns: Self { Query("check_in.standing") }
}

/// Part of workflows; never offered by itself: it holds secrets.
struct FindStandingCheckIns: UseCase {
  /// Nil for all.
  let id: ID<CheckIn>?

  static let name = "check-in.find-standing"
  static let route = Route.get("/check-ins/standing")
  static let permission = Permission.anyone
  static let access = Access.read
  static let context = DatabaseContext.system

  func run(in session: Session) async throws -> [StandingCheckIn] {
    try await session.fetchAll(.standingCheckIns, session.now, id?.uuid)
  }
}

extension CheckInSecret.Ticket {
  /// Throws `invalidInput` for what cannot be one, as for one that has ended.
  static func read(_ text: String) throws(AppError) -> Self {
    guard let ticket = Self(text) else { throw expired }
    return ticket
  }

  static var expired: AppError { .invalid("ticket", "check_in.ticket_expired") }
}

extension App {
  /// The open check-in that gave a ticket. Throws `invalidInput` once either has ended: one answer for all.
  func standing(
    _ ticket: CheckInSecret.Ticket, request: Request
  ) async throws -> StandingCheckIn {
    let found = try await perform(
      FindStandingCheckIns(id: ticket.checkInID), as: .visitor, request: request)
    guard let checkIn = found.first, checkIn.key.accepts(ticket, at: dependencies.now()) else {
      throw CheckInSecret.Ticket.expired
    }
    return checkIn
  }
}
