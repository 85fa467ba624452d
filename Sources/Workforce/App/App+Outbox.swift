import Foundation
import Logging
import Postgres

/// One thing that a firm must do because of another firm's transaction.
struct OutboxItem: Decodable, Sendable {
  let id: UUID
  let firmId: UUID
  let kind: String
  let subjectId: UUID
  let payload: String
  let attempts: Int
}

extension App {
  /// Follows every pending item. An item may be followed twice when the service dies in between, so
  /// each use case behind it does nothing the second time.
  package func drainOutbox() async throws {
    let items = try await systemRows(Command("outbox.pending").statement, [dependencies.now()])
      .decode(OutboxItem.self)
    for item in items {
      do {
        try await follow(item)
        _ = try await systemRows(
          Command("outbox.done").statement, [item.id, dependencies.now()], access: .write)
      } catch let error as AppError {
        let delay = min(3600, 1 << min(item.attempts, 11))
        _ = try await systemRows(
          Command("outbox.failed").statement,
          [item.id, dependencies.now().addingTimeInterval(Double(delay)), error.code.rawValue],
          access: .write)
        logger.warning(
          "outbox item is put off",
          metadata: ["id": "\(item.id)", "kind": "\(item.kind)", "code": "\(error.code.rawValue)"])
      }
    }
  }

  private func follow(_ item: OutboxItem) async throws(AppError) {
    let firmID = ID<Firm>(item.firmId)
    let request = Request.plain(id: "outbox-\(item.id)")
    switch item.kind {
    case "seat_promoted":
      _ = try await perform(
        FollowSeatPromotion(enrolmentId: ID(item.subjectId)),
        as: .service(of: firmID), actingFor: firmID, request: request)
    case "run_cancelled":
      _ = try await perform(
        FollowRunCancellation(courseRunId: ID(item.subjectId)),
        as: .service(of: firmID), actingFor: firmID, request: request)
    default:
      throw AppError(.internalError, "error.internal")
    }
  }
}

extension Principal {
  /// The service itself, at work in one firm.
  static func service(of firmID: ID<Firm>) -> Principal {
    Principal(
      accountID: systemOperator.accountID, membershipID: systemOperator.membershipID, role: .hr,
      firmID: firmID, employeeID: nil, unitIDs: [], providerID: nil, trainerID: nil, agencyID: nil,
      provinceCode: nil)
  }
}
