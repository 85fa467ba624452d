import Foundation
import Postgres

/// Who did what in the firm, newest first.
package struct ListAudit: UseCase {
  package let subjectId: UUID?
  package let after: ID<AuditEntry>?
  package let limit: Int?

  package init(subjectId: UUID?, after: ID<AuditEntry>?, limit: Int?) {
    self.subjectId = subjectId
    self.after = after
    self.limit = limit
  }

  package static let name = "audit.list"
  package static let route = Route.get("/audit")
  package static let permission = Permission.readAudit
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package func check(_ problems: inout Problems) {
    problems.range(limit, "limit", 1...500)
  }

  package func run(in session: Session) async throws -> Page<AuditEntry> {
    let wanted = limit ?? 50
    let entries = try await session.fetchAll(
      .auditEntries, (session.principal.firmID ?? .none).uuid, subjectId, after?.uuid, wanted + 1)
    let page = Array(entries.prefix(wanted))
    return Page(
      items: page, next: entries.count > wanted ? page.last?.id.description : nil)
  }
}

package struct AuditEntry: Codable, Sendable {
  package let id: ID<AuditEntry>
  package let occurredAt: Date
  package let accountId: ID<Account>
  package let actingRole: String
  package let useCase: String
  package let subjectIds: [UUID]
  package let changes: [AuditChange]
  package let reason: String?
  package let requestId: String?
}

extension Query<AuditEntry> {
  static var auditEntries: Self { Query("audit.list") }
}

extension Registry {
  static func audit() throws -> [Operation] {
    [try Operation(ListAudit.self), try Operation(VerifyAudit.self)]
  }
}
