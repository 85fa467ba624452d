import Foundation
import Postgres

/// What a unit may spend on training in a year and what has become of it, in whole đồng.
package struct UnitBudget: Codable, Sendable {
  package let unitId: ID<Unit>
  package let unitCode: String
  package let unitName: String?
  package let year: Int
  /// Nil when no budget was set.
  package let amountVnd: Int?
  package let plannedVnd: Int
  package let committedVnd: Int
  package let spentVnd: Int
  /// The budget less what is committed and spent, below zero when it is exceeded; nil without one.
  package let leftVnd: Int?

  private enum CodingKeys: String, CodingKey {
    case unitId, unitCode, unitName, year, amountVnd, plannedVnd, committedVnd, spentVnd, leftVnd
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      unitId: try values.decode(ID<Unit>.self, forKey: .unitId),
      unitCode: try values.decode(String.self, forKey: .unitCode),
      unitName: try values.decodeIfPresent(String.self, forKey: .unitName),
      year: try values.decode(Int.self, forKey: .year),
      amountVnd: try values.decodeIfPresent(Int.self, forKey: .amountVnd),
      plannedVnd: try values.decode(Int.self, forKey: .plannedVnd),
      committedVnd: try values.decode(Int.self, forKey: .committedVnd),
      spentVnd: try values.decode(Int.self, forKey: .spentVnd),
      leftVnd: try values.decodeIfPresent(Int.self, forKey: .leftVnd))
  }

  private init(
    unitId: ID<Unit>, unitCode: String, unitName: String?, year: Int, amountVnd: Int?,
    plannedVnd: Int, committedVnd: Int, spentVnd: Int, leftVnd: Int?
  ) {
    self.unitId = unitId
    self.unitCode = unitCode
    self.unitName = unitName
    self.year = year
    self.amountVnd = amountVnd
    self.plannedVnd = plannedVnd
    self.committedVnd = committedVnd
    self.spentVnd = spentVnd
    self.leftVnd = leftVnd
  }

  /// As it is after more was planned and committed.
  func adding(plannedVnd: Int, committedVnd: Int) -> UnitBudget {
    UnitBudget(
      unitId: unitId, unitCode: unitCode, unitName: unitName, year: year, amountVnd: amountVnd,
      plannedVnd: self.plannedVnd + plannedVnd, committedVnd: self.committedVnd + committedVnd,
      spentVnd: spentVnd, leftVnd: leftVnd.map { $0 - committedVnd })
  }
}

extension Query<UnitBudget> {
  static var unitBudgets: Self { Query("unit_budget.show") }
}

/// Budgets of a year and what is left of them; those of a manager's units for a manager.
package struct ShowUnitBudget: Lookup {
  package let year: Int
  /// Nil for every unit that has a budget or has used money.
  package let unitId: ID<Unit>?

  package init(year: Int, unitId: ID<Unit>?) {
    self.year = year
    self.unitId = unitId
  }

  package typealias Output = [UnitBudget]
  package static let name = "unit-budget.show"
  package static let route = Route.get("/unit-budgets/{year}")
  package static let permission = Permission.readEnrolments
  package static let access = Access.read

  package func check(_ problems: inout Problems) {
    problems.range(year, "year", 2000...2100)
  }

  package func call(in context: LookupContext) throws -> Call {
    let run: UUID? = nil
    return Call(
      Query<UnitBudget>.unitBudgets.statement,
      [
        try context.firmID().uuid, year, run, unitId?.uuid, context.principal.unitScope,
      ])
  }

  package func output(from rows: Rows) throws -> [UnitBudget] {
    let budgets = try rows.decode(UnitBudget.self)
    if unitId != nil, budgets.isEmpty { throw AppError.notFound("unit") }
    return budgets
  }
}
