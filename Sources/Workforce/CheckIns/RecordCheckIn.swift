import Foundation
import Postgres

/// Marks one person of a firm who checked in, unless something is marked of them, and claims the ticket for it: of
/// several who hold the same ticket at once, one is marked. As whoever opened the check-in; part of
/// workflows, never offered by itself.
struct RecordCheckIn: UseCase {
  let checkInId: ID<CheckIn>
  let nonce: [UInt8]
  let sessionId: ID<CourseSession>
  let halfDay: HalfDay
  let openedAt: Date
  let enrolmentId: ID<Enrolment>
  /// The person's own account; nil when they have not signed in.
  let account: ID<Account>?

  static let name = "check-in.record"
  static let route = Route.post("/check-ins/marks")
  static let permission = Permission.recordTraining
  static let access = Access.write

  /// Returns whether a mark was written. Throws `conflict` when the ticket has marked somebody else, which takes
  /// the mark back.
  func run(in session: Session) async throws -> Bool {
    let firm = try session.firmID().uuid
    let held = try await session.lockForCheckIn(sessionId)
    // Whoever ends the check-in has locked the session before.
    let present = try await session.fetchOne(.presentCheckIn, sessionId.uuid, session.now)
    guard present?.id == checkInId, held.state == "open", held.heldOn == session.today,
      let half = held.half(halfDay)
    else { throw AppError.conflict("check_in.ended") }
    let states = try await session.fetchAll(
      .classStates, firm, sessionId.uuid, [enrolmentId.uuid])
    guard states.first?.state == .enrolled else {
      throw AppError.invalid("employeeCode", "check_in.not_matched")
    }
    let arrival = half.arrival(at: session.now, openedAt: openedAt)
    let id: UUID = session.newIDs(1)[0]
    guard
      let recorded = try await session.fetchOne(
        .recordedCheckIn, firm, id, enrolmentId.uuid, held.courseRunId, sessionId.uuid,
        halfDay.rawValue, arrival.mark.rawValue, arrival.minutes, held.heldOn, session.now,
        (account ?? session.principal.accountID).uuid)
    else {
      session.leaveOutOfAudit()
      return false
    }
    let claim = try await session.fetchOne(
      .ticketClaim, checkInId.uuid, nonce, session.now)
    guard claim?.isClaimed == true else { throw AppError.conflict("check_in.ticket_used") }
    session.recordAudit(
      [sessionId.uuid, enrolmentId.uuid],
      changes: [
        AuditChange(halfDay.rawValue, before: nil, after: recorded.mark),
        AuditChange("minutes", before: nil, after: "\(recorded.minutes)"),
        AuditChange("source", before: nil, after: AttendanceSource.checkIn.rawValue),
      ], reason: nil)
    return true
  }
}

struct RecordedCheckIn: Decodable, Sendable {
  let mark: String
  let minutes: Int
}

struct TicketClaim: Decodable, Sendable {
  let isClaimed: Bool
}

extension Query<RecordedCheckIn> {
  static var recordedCheckIn: Self { Query("check_in.record") }
}

extension Query<TicketClaim> {
  static var ticketClaim: Self { Query("check_in.claim_ticket") }
}

extension App {
  /// Marks somebody in the transaction of their firm, which spends the ticket.
  func checkIn(
    _ person: PlaceInClass, at checkIn: StandingCheckIn, _ ticket: CheckInSecret.Ticket,
    by account: ID<Account>?, request: Request
  ) async throws -> CheckedIn {
    let isNew = try await perform(
      RecordCheckIn(
        checkInId: checkIn.id, nonce: ticket.nonce, sessionId: checkIn.sessionId,
        halfDay: checkIn.halfDay, openedAt: checkIn.openedAt, enrolmentId: person.enrolmentId,
        account: account),
      as: checkIn.opener, actingFor: person.firmId, request: request)
    return checkIn.checkedIn(wasMarkedBefore: !isNew)
  }
}
