import Foundation
import Postgres

/// An account that answers for a unit as its manager.
package struct UnitLead: Codable, Sendable {
  package let unitId: ID<Unit>
  package let accountId: ID<Account>
  package let displayName: String
  /// True until the manager has accepted the role.
  package let isPending: Bool
}

/// Who leads which unit, among the units that the caller sees.
package struct ListUnitLeads: Workflow {
  package static let name = "unit.list-leads"
  package static let route = Route.get("/unit-leads")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init() {}

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> [UnitLead] {
    let tree = try await app.perform(ListUnits(asOf: nil), as: principal, request: request)
    let sight = Set(tree.units.map(\.id))
    let leads = try await app.perform(ReadUnitLeads(), as: principal, request: request)
    return leads.filter { sight.contains($0.unitId) }
  }
}

/// The managers of the firm by unit. Not an operation.
struct ReadUnitLeads: Lookup {
  typealias Output = [UnitLead]

  static let name = "unit.read-leads"
  static let route = Route.get("/unit-leads/all")
  static let permission = Permission.readOrganisation
  static let access = Access.read
  static let context = DatabaseContext.system

  func call(in context: LookupContext) throws -> Call {
    Call(Query<UnitLead>.unitLeads.statement, [try context.firmID().uuid])
  }

  func output(from rows: Rows) throws -> [UnitLead] {
    try rows.decode(UnitLead.self)
  }
}

extension Query<UnitLead> {
  static var unitLeads: Self { Query("membership.unit_leads") }
}
