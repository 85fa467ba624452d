import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct UnitTests {
  private func move(
    _ unit: ID<Workforce.Unit>, under parent: ID<Workforce.Unit>?, from: String? = nil,
    name: String? = nil
  ) -> ChangeUnit {
    ChangeUnit(
      unitId: unit, code: nil, name: name, parentId: parent,
      movesToTop: parent == nil && name == nil ? true : nil,
      from: from.flatMap { CalendarDate($0) },
      reason: "tổ chức lại")
  }

  @Test func aTreeListsParentsBeforeTheirChildren() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        CreateUnit(code: "SALES-N", name: "Tổ Bắc", parentId: World.sales, startsOn: nil),
        as: World.hrA)
      let tree = try await world.perform(ListUnits(asOf: nil), as: World.hrA)
      #expect(tree.units.map(\.code) == ["PLANT", "HQ", "SALES", "SALES-N"])
      #expect(tree.units.first { $0.code == "SALES" }?.people == 2)
    }
  }

  @Test func theDaysBeforeAMoveKeepTheOldPlace() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        move(World.sales, under: World.plant, from: "2026-11-01"), as: World.hrA)
      let now = try await world.perform(ListUnits(asOf: nil), as: World.hrA)
      let then = try await world.perform(
        ListUnits(asOf: CalendarDate("2026-10-31")), as: World.hrA)
      #expect(now.units.first { $0.code == "SALES" }?.parentId == World.plant)
      #expect(then.units.first { $0.code == "SALES" }?.parentId == World.headquarters)
    }
  }

  @Test func aUnitIsNotPlacedBelowItself() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("parentId", "unit.ring")) {
        try await world.perform(move(World.headquarters, under: World.sales), as: World.hrA)
      }
    }
  }

  @Test func anotherFirmsUnitIsNeitherParentNorTarget() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("parentId", "unit.unknown")) {
        try await world.perform(move(World.sales, under: World.officeB), as: World.hrA)
      }
      await #expect(throws: AppError.notFound("unit")) {
        try await world.perform(move(World.officeB, under: nil), as: World.hrA)
      }
    }
  }

  @Test func aUnitWithPeopleIsNotClosed() async throws {
    try await withWorld { world in
      let close = CloseUnit(
        unitId: World.plant, from: CalendarDate("2026-11-20")!, reason: "giải thể")
      await #expect(throws: AppError.conflict("unit.has_people", ["count": "1"])) {
        try await world.perform(close, as: World.hrA)
      }
      _ = try await world.perform(
        LeaveFirm(employeeId: World.duc, lastDay: CalendarDate("2026-11-10")!, reason: nil),
        as: World.hrA)
      _ = try await world.perform(close, as: World.hrA)
      let now = try await world.perform(ListUnits(asOf: nil), as: World.hrA)
      let then = try await world.perform(
        ListUnits(asOf: CalendarDate("2026-11-19")), as: World.hrA)
      #expect(!now.units.map(\.code).contains("PLANT"))
      #expect(then.units.map(\.code).contains("PLANT"))
    }
  }

  @Test func aManagerSeesTheirPartOfTheTree() async throws {
    try await withWorld { world in
      let tree = try await world.perform(ListUnits(asOf: nil), as: World.managerOfSales)
      #expect(tree.units.map(\.code) == ["SALES"])
    }
  }

  @Test func onlyHRChangesTheTree() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(move(World.sales, under: nil), as: World.directorA)
      }
    }
  }
}
