import Foundation
import Postgres

/// An enrolment as it stands before a change.
struct PresentEnrolment: Decodable, Sendable {
  let id: UUID
  let employeeId: UUID
  let courseRunId: UUID
  let batchId: UUID?
  let unitId: UUID?
  let version: Int
  let revision: Int
  let state: EnrolmentState
  let moneyState: MoneyState
  let listPriceVnd: Int
  let supportVnd: Int
  let cutOffAt: Date
  let runState: String
  /// `taken`, `waiting` or `released`; nil when there is no seat. Ahead of the state of the enrolment
  /// between a promotion and the moment when the firm follows it.
  let seatState: String?
  let hasAttended: Bool
  let hasCompletion: Bool
  let isInSight: Bool

  /// Throws `conflict` when the person has left, or the run was called off.
  func requireStanding() throws(AppError) {
    switch state {
    case .enrolled, .waitlisted: return
    case .withdrawn: throw .conflict("enrolment.already_withdrawn")
    case .cancelled: throw .conflict("enrolment.run_was_cancelled")
    }
  }

  /// What the money becomes when the person leaves at a moment: only before the cut-off is it free.
  func moneyState(leavingAt moment: Date) -> MoneyState {
    switch moneyState {
    case .planned: .released
    case .committed: moment < cutOffAt ? .released : .spent
    case .spent: .spent
    case .released: .released
    }
  }
}

extension Query<PresentEnrolment> {
  static var presentEnrolments: Self { Query("enrolment.present") }
}

/// A seat that went to the next in the queue.
struct PromotedSeat: Decodable, Sendable {
  let enrolmentId: UUID
  let firmId: UUID
}

extension Query<PromotedSeat> {
  static var releasedSeats: Self { Query("enrolment.release_seats") }
}

extension Session {
  /// Throws `notFound` when it is not the firm's, or outside the manager's units.
  func presentEnrolment(_ id: ID<Enrolment>) async throws -> PresentEnrolment {
    let batch: UUID? = nil
    let found = try await find(
      "enrolment", .presentEnrolments, try firmID().uuid, [id.uuid], batch, principal.unitScope,
      today)
    guard found.isInSight else { throw AppError.notFound("enrolment") }
    return found
  }

  /// Withdraws enrolments of one run: nothing is erased, seats go to the queue before the cut-off.
  /// - Returns: how many of anybody's were promoted.
  func withdraw(_ enrolments: [PresentEnrolment], reason: String) async throws -> Int {
    guard let run = enrolments.first?.courseRunId else { return 0 }
    let ids = enrolments.map(\.id)
    // A spare for seats that were free already, when a run grew.
    let outbox = newIDs(ids.count + 16)
    let rows = try await pipeline([
      // First, because the lock of the run comes before any other.
      Call(Query<PromotedSeat>.releasedSeats.statement, [run, ids, now, outbox]),
      try revision(
        of: enrolments, to: .withdrawn, money: { $0.moneyState(leavingAt: now) }, reason: reason),
      try nextVersion(of: enrolments),
    ])
    guard rows[1].affected == ids.count else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    recordAudit(
      details: enrolments.map {
        AuditDetail(
          subjectID: $0.id, change: "withdrawn",
          fields: [
            AuditChange("state", before: $0.state.rawValue, after: "withdrawn"),
            AuditChange(
              "moneyState", before: $0.moneyState.rawValue,
              after: $0.moneyState(leavingAt: now).rawValue),
          ])
      })
    return rows[0].count
  }

  func nextVersion(of enrolments: [PresentEnrolment]) throws -> Call {
    Call(Command("enrolment.bump").statement, [try firmID().uuid, enrolments.map(\.id)])
  }

  func revision(
    of enrolments: [PresentEnrolment], to state: EnrolmentState,
    money: (PresentEnrolment) -> MoneyState, reason: String
  ) throws -> Call {
    Call(
      Command("enrolment.revise").statement,
      [
        try firmID().uuid, enrolments.map(\.id), enrolments.map(\.revision),
        enrolments.map { _ in state.rawValue }, enrolments.map { money($0).rawValue }, today, now,
        principal.accountID.uuid, reason,
      ])
  }
}
