import Foundation
import Postgres

/// A unit in its place of the tree with its budget of a year.
package struct BudgetedUnit: Codable, Sendable {
  package let unitId: ID<Unit>
  package let unitCode: String
  package let unitName: String
  /// Nil at the top, and where the unit above is out of sight.
  package let parentCode: String?
  /// How many units in sight stand above it.
  package let depth: Int
  /// With the names of the units above it.
  package let path: String
  /// Who work in it today, without those of the units below.
  package let people: Int
  package let year: Int
  /// Whole đồng, as are the next four; nil without a budget.
  package let amountVnd: Int?
  package let plannedVnd: Int
  package let committedVnd: Int
  package let spentVnd: Int
  package let leftVnd: Int?
}

/// The tree of units as it is today, parents first, each with its budget of a year and what is left of it;
/// a manager's units for a manager.
package struct ListUnitBudgets: UseCase {
  package let year: Int

  package init(year: Int) {
    self.year = year
  }

  package static let name = "unit-budget.list"
  package static let route = Route.get("/unit-budgets/{year}/tree")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
  }

  package func run(in session: Session) async throws -> [BudgetedUnit] {
    let firm = try session.firmID().uuid
    let scope = session.principal.unitScope
    let tree = UnitTree(
      units: try await session.fetchAll(.units, firm, session.today, scope)
    ).units
    let budgets = try await session.fetchAll(
      .unitBudgets, firm, year, UUID?.none, UUID?.none, scope)
    let known = Dictionary(budgets.map { ($0.unitId, $0) }, uniquingKeysWith: { first, _ in first })
    var above: [ID<Unit>: (code: String, path: [String])] = [:]
    return tree.map { unit in
      let parent = unit.parentId.flatMap { above[$0] }
      let path = (parent?.path ?? []) + [unit.name]
      above[unit.id] = (unit.code, path)
      let budget = known[unit.id]
      return BudgetedUnit(
        unitId: unit.id, unitCode: unit.code, unitName: unit.name, parentCode: parent?.code,
        depth: path.count - 1, path: path.joined(separator: " / "), people: unit.people,
        year: year, amountVnd: budget?.amountVnd, plannedVnd: budget?.plannedVnd ?? 0,
        committedVnd: budget?.committedVnd ?? 0, spentVnd: budget?.spentVnd ?? 0,
        leftVnd: budget?.leftVnd)
    }
  }
}
