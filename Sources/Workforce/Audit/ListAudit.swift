import Foundation
import Postgres

/// Who did what in the firm, newest first. An administrator reads what belongs to no firm, and of a
/// firm only that something was done, by whom and when: nothing of its people.
package struct ListAudit: UseCase {
  /// Nil for the caller's own, or for what belongs to no firm.
  package let firmId: ID<Firm>?
  package let subjectId: UUID?
  /// A use case, or a noun for all of its use cases.
  package let useCase: String?
  package let actingRole: Role?
  package let accountId: ID<Account>?
  package let from: CalendarDate?
  /// The last day.
  package let until: CalendarDate?
  package let after: ID<AuditEntry>?
  package let limit: Int?

  package init(
    firmId: ID<Firm>?, subjectId: UUID?, useCase: String?, actingRole: Role?,
    accountId: ID<Account>?, from: CalendarDate?, until: CalendarDate?, after: ID<AuditEntry>?,
    limit: Int?
  ) {
    self.firmId = firmId
    self.subjectId = subjectId
    self.useCase = useCase
    self.actingRole = actingRole
    self.accountId = accountId
    self.from = from
    self.until = until
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
    problems.bound(useCase, "useCase", limit: 100)
    if let from, let until, until < from {
      problems.add("until", "field.ends_before_it_starts")
    }
  }

  package func run(in session: Session) async throws -> Page<AuditEntry> {
    let own = session.principal.firmID
    guard own == nil || firmId == nil || firmId == own else { throw AppError.notFound("firm") }
    let isOutsider = own == nil && firmId != nil
    let wanted = limit ?? 50
    let entries = try await session.fetchAll(
      .auditEntries, (own ?? firmId ?? .none).uuid, isOutsider ? nil : subjectId, after?.uuid,
      wanted + 1, useCase, actingRole?.rawValue, accountId?.uuid, from, until)
    let page = entries.prefix(wanted).map { isOutsider ? $0.withoutContents : $0 }
    return Page(
      items: page, next: entries.count > wanted ? page.last?.id.description : nil)
  }
}

package struct AuditEntry: Codable, Sendable {
  package let id: ID<AuditEntry>
  package let occurredAt: Date
  package let accountId: ID<Account>
  /// Nil for an account that was never of the firm.
  package let accountName: String?
  package let actingRole: String
  package let useCase: String
  package let subjectIds: [UUID]
  package let changes: [AuditChange]
  package let reason: String?
  package let requestId: String?

  /// That it happened, without whom it concerned and what changed.
  var withoutContents: AuditEntry {
    AuditEntry(
      id: id, occurredAt: occurredAt, accountId: accountId, accountName: accountName,
      actingRole: actingRole, useCase: useCase, subjectIds: [], changes: [], reason: nil,
      requestId: requestId)
  }
}

extension Query<AuditEntry> {
  static var auditEntries: Self { Query("audit.list") }
}

extension Registry {
  static func audit() throws -> [Operation] {
    [
      try Operation(ListAudit.self), try Operation(ListAuditSubjects.self),
      try Operation(VerifyAudit.self),
    ]
  }
}
