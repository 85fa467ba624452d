import Foundation
import Postgres

package struct RecordedBudget: Codable, Sendable {
  package let unitId: ID<Unit>
  package let year: Int
  package let amountVnd: Int
  package let revision: Int
}

/// Sets what a unit may spend on training in a year; a change of it needs a reason.
package struct SetUnitBudget: UseCase {
  package let unitId: ID<Unit>
  package let year: Int
  /// Whole đồng.
  package let amountVnd: Int
  package let reason: String?

  package init(unitId: ID<Unit>, year: Int, amountVnd: Int, reason: String?) {
    self.unitId = unitId
    self.year = year
    self.amountVnd = amountVnd
    self.reason = reason
  }

  package static let name = "unit-budget.set"
  package static let route = Route.put("/units/{unitId}/budgets/{year}")
  package static let permission = Permission.manageBudgets
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
    problems.range(amountVnd, "amountVnd", 0...100_000_000_000_000)
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> RecordedBudget {
    let firm = try session.firmID().uuid
    guard
      try await session.fetchOne(.unitInSight, firm, unitId.uuid, session.principal.unitScope)
        != nil
    else { throw AppError.notFound("unit") }
    let present = try await session.fetchOne(.presentBudget, firm, unitId.uuid, year)
    if let present, present.amountVnd == amountVnd {
      session.recordAudit([present.id], changes: [], reason: reason)
      return RecordedBudget(
        unitId: unitId, year: year, amountVnd: amountVnd, revision: present.revision)
    }
    if let present {
      guard !(reason ?? "").allSatisfy(\.isWhitespace) else {
        throw AppError.invalid("reason", "enrolment.budget_change_needs_a_reason")
      }
      try await session.execute(
        Command("unit_budget.supersede"), firm, present.id, session.now)
    }
    let id = present?.id ?? session.newIDs(1)[0]
    let revision = (present?.revision ?? 0) + 1
    try await session.execute(
      Command("unit_budget.insert"), firm, id, revision, unitId.uuid, year, amountVnd, session.now,
      session.principal.accountID.uuid, reason)
    session.recordAudit(
      [id, unitId.uuid],
      changes: [
        AuditChange(
          "amountVnd", before: present.map { "\($0.amountVnd)" }, after: "\(amountVnd)")
      ], reason: reason)
    return RecordedBudget(unitId: unitId, year: year, amountVnd: amountVnd, revision: revision)
  }
}

struct PresentBudget: Decodable, Sendable {
  let id: UUID
  let revision: Int
  let amountVnd: Int
}

extension Query<PresentBudget> {
  static var presentBudget: Self { Query("unit_budget.present") }
}
