import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ListAuditTests {
  @Test func theLogIsNarrowedByNounRoleAndDay() async throws {
    try await withWorld { world in
      try await Self.work(world)
      let units = try await world.perform(Self.list(useCase: "unit"), as: World.hrA)
      let create = try await world.perform(Self.list(useCase: "unit.create"), as: World.hrA)
      let byManager = try await world.perform(Self.list(role: .manager), as: World.hrA)
      let yesterday = try await world.perform(
        Self.list(until: day("2026-11-22")), as: World.hrA)
      let today = try await world.perform(
        Self.list(from: day("2026-11-23"), until: day("2026-11-23")), as: World.directorA)

      #expect(units.items.map(\.useCase) == ["unit.create"])
      #expect(create.items.map(\.accountName) == ["Nguyễn Thị Nhân Sự"])
      #expect(byManager.items.isEmpty)
      #expect(yesterday.items.isEmpty)
      #expect(today.items.count == 2)
    }
  }

  @Test func anAdministratorReadsNeitherContentsNorSubjectsOfAFirm() async throws {
    try await withWorld { world in
      try await Self.work(world)
      let seen = try await world.perform(Self.list(firm: World.firmA), as: World.administrator)
      #expect(seen.items.count == 2)
      #expect(seen.items.allSatisfy { $0.changes.isEmpty && $0.subjectIds.isEmpty })
      #expect(seen.items.compactMap(\.reason) == [])
    }
  }

  @Test func idsInListsAreWrittenInSmallLetters() async throws {
    try await withWorld { world in
      try await Self.work(world)
      let seen = try await world.perform(Self.list(useCase: "unit.create"), as: World.hrA)
      let subject = try #require(seen.items.first?.subjectIds.first)
      let json = String(decoding: try JSONCoding.encoder().encode(seen), as: UTF8.self)
      #expect(json.contains(subject.uuidString.lowercased()))
      #expect(!json.contains(subject.uuidString))
    }
  }

  @Test func anotherFirmsLogIsNotFound() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("firm")) {
        try await world.perform(Self.list(firm: World.firmA), as: World.hrB)
      }
    }
  }

  private static func work(_ world: World) async throws {
    _ = try await world.perform(
      CreateUnit(code: "THU", name: "Tổ thử", parentId: nil, startsOn: nil), as: World.hrA)
    _ = try await world.perform(
      SetUnitBudget(unitId: World.sales, year: 2026, amountVnd: 7_000_000, reason: "lần đầu"),
      as: World.hrA)
  }

  private static func list(
    firm: ID<Firm>? = nil, useCase: String? = nil, role: Role? = nil, from: CalendarDate? = nil,
    until: CalendarDate? = nil
  ) -> ListAudit {
    ListAudit(
      firmId: firm, subjectId: nil, useCase: useCase, actingRole: role, accountId: nil,
      from: from, until: until, after: nil, limit: nil)
  }
}
