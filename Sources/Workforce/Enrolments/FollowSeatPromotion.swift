import Foundation
import Postgres

/// What a firm's enrolment does when its seat was promoted from the queue in another's transaction.
/// Doing it twice does nothing the second time.
struct FollowSeatPromotion: UseCase {
  let enrolmentId: ID<Enrolment>

  static let name = "enrolment.follow-promotion"
  static let route = Route.post("/enrolments/{enrolmentId}/follow-promotion")
  static let permission = Permission.enrol
  static let access = Access.write

  func run(in session: Session) async throws -> Bool {
    let changed = try await session.execute(
      .followPromotion, try session.firmID().uuid, enrolmentId.uuid,
      session.now, session.principal.accountID.uuid, session.today)
    session.recordAudit(
      [enrolmentId.uuid],
      changes: changed == 0
        ? [] : [AuditChange("state", before: "waitlisted", after: "enrolled")],
      reason: nil)
    return changed > 0
  }
}

extension Command {
  /// Enrols who was waiting and has a seat now.
  static var followPromotion: Command { Command("enrolment.follow_promotion") }
}
