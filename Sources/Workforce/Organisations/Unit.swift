import Foundation
import Postgres

/// A unit with its place in the tree; the whole tree is the list of them.
package struct UnitDetail: Codable, Sendable, Versioned {
  package let id: ID<Unit>
  package let code: String
  package let name: String
  /// Nil at the top.
  package let parentId: ID<Unit>?
  /// The day since which it has this name and place.
  package let placedOn: CalendarDate
  package let version: Int
  /// People assigned to it on the day asked for, without those of the units below.
  package let people: Int
}

extension Query<UnitDetail> {
  static var units: Self { Query("unit.list") }
}

/// The units of a firm as a tree, as it was on a day.
package struct ListUnits: Lookup {
  package typealias Output = UnitTree

  package static let name = "unit.list"
  package static let route = Route.get("/units")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  /// Nil for today.
  package let asOf: CalendarDate?

  package init(asOf: CalendarDate?) {
    self.asOf = asOf
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<UnitDetail>.units.statement,
      [
        try context.firmID().uuid, asOf ?? context.today, context.principal.unitScope,
      ])
  }

  package func output(from rows: Rows) throws -> UnitTree {
    UnitTree(units: try rows.decode(UnitDetail.self))
  }
}

package struct UnitTree: Codable, Sendable {
  /// Parents come before their children; siblings by name.
  package let units: [UnitDetail]

  init(units: [UnitDetail]) {
    let known = Set(units.map(\.id))
    let children = Dictionary(grouping: units) { unit in
      unit.parentId.flatMap { known.contains($0) ? $0 : nil }
    }
    var ordered: [UnitDetail] = []
    var waiting: [UnitDetail] = (children[nil] ?? []).reversed()
    while let unit = waiting.popLast() {
      ordered.append(unit)
      waiting.append(contentsOf: (children[unit.id] ?? []).reversed())
    }
    self.units = ordered
  }
}

struct PlacedUnit: Decodable, Sendable {
  let id: ID<Unit>
  let code: String
  let name: String
  let parentId: ID<Unit>?
  let placedOn: CalendarDate
  let version: Int
}

extension Query<PlacedUnit> {
  static var unit: Self { Query("unit.show") }
}

struct UnitID: Decodable, Sendable {
  let id: UUID
}

extension Query<UnitID> {
  static var unitSubtree: Self { Query("organisation.unit_subtree") }
}

extension Session {
  /// The units with everything below them now.
  func unitSubtree(_ roots: [UUID]) async throws -> Set<UUID> {
    Set(try await fetchAll(.unitSubtree, try firmID().uuid, roots).map(\.id))
  }

  /// One change of the tree at a time, so that two moves cannot make a ring together.
  func lockUnitTree() async throws {
    try await execute(.lockUnitTree, try firmID().uuid)
  }

  /// - Parameter field: the input field that names the unit.
  func requireUnit(_ id: ID<Unit>, field: String) async throws -> PlacedUnit {
    guard let unit = try await fetchOne(.unit, try firmID().uuid, id.uuid) else {
      throw AppError.invalid(field, "unit.unknown")
    }
    return unit
  }
}

extension Command {
  static var lockUnitTree: Command { Command("unit.lock_tree") }
  static var createUnit: Command { Command("unit.create") }
  static var placeUnit: Command { Command("unit.place") }
  static var bumpUnit: Command { Command("unit.bump") }
}
