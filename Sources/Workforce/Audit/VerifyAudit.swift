import Foundation
import Postgres

/// Checks the chain of a firm's audit rows, and says what no seal covers yet.
package struct VerifyAudit: UseCase {
  /// The firm to check; nil for the caller's own, or for what belongs to no firm.
  package let firmId: ID<Firm>?

  package init(firmId: ID<Firm>?) {
    self.firmId = firmId
  }

  package static let name = "audit.verify"
  package static let route = Route.get("/audit/verification")
  package static let permission = Permission.readAudit
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package func run(in session: Session) async throws -> AuditVerification {
    let own = session.principal.firmID
    guard own == nil || firmId == nil || firmId == own else { throw AppError.notFound("firm") }
    let firm = (own ?? firmId ?? .none).uuid
    let seals = try await session.fetchAll(.auditSeals, firm)
    let waiting = try await session.fetchOne(.unsealedAudit, firm)
    return AuditVerification(
      seals: seals.count, entries: seals.reduce(0) { $0 + $1.entryCount },
      sealedUpTo: seals.last?.sealedAt, unsealed: waiting?.waiting ?? 0,
      broken: seals.filter { !$0.isLinked || !$0.isIntact }.map(\.number))
  }
}

package struct AuditVerification: Codable, Sendable {
  package let seals: Int
  package let entries: Int
  package let sealedUpTo: Date?
  /// Rows recorded since the last seal; the chain does not cover them yet.
  package let unsealed: Int
  /// Numbers of seals whose content was altered or whose link to the one before does not hold.
  package let broken: [Int]
}

struct AuditSealCheck: Decodable, Sendable {
  let number: Int
  let entryCount: Int
  let sealedAt: Date
  let isLinked: Bool
  let isIntact: Bool
}

struct UnsealedAudit: Decodable, Sendable {
  let waiting: Int
}

extension Query<AuditSealCheck> {
  static var auditSeals: Self { Query("audit.verify") }
}
extension Query<UnsealedAudit> {
  static var unsealedAudit: Self { Query("audit.unsealed") }
}
