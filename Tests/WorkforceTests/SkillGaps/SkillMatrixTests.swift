import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct SkillMatrixTests {
  private static let everything = ShowSkillMatrix(
    asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: nil,
    threshold: nil, includesOther: nil, gapsOnly: nil, sortBy: nil, after: nil, limit: nil)

  @Test func peopleAreListedByGivenNameInVietnameseOrder() async throws {
    try await withWorld { world in
      let matrix = try await world.perform(Self.everything, as: World.hrA)

      #expect(matrix.lines.map(\.fullName) == ["Trần Thị Ân", "Nguyễn Văn Đức", "Lê Thị Hoa"])
      #expect(matrix.columns.map(\.code) == ["1.1", "1.2"])
      #expect(matrix.columns.map(\.requiredCount) == [3, 2])
      #expect(matrix.summary.notAssessed == 5)
      #expect(matrix.summary.coverage == 0)
    }
  }

  @Test func theMarginCountsWhoHoldsACompetency() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2026-11-01")
      _ = try await world.perform(
        RateOwnSkill(competencyId: World.competency("1.1"), level: 8, evidence: nil),
        as: World.ducHimself)

      let matrix = try await world.perform(Self.everything, as: World.hrA)
      let column = try #require(matrix.columns.first)

      #expect(column.metCount == 1)
      #expect(column.holderCount == 1)
      #expect(column.isFragile)
    }
  }

  @Test(arguments: [(World.managerOfSales, ["A3", "A1"]), (World.managerOfPlant, ["A2"])])
  func aManagersMatrixHoldsTheirUnits(manager: Principal, codes: [String]) async throws {
    try await withWorld { world in
      let matrix = try await world.perform(Self.everything, as: manager)

      #expect(matrix.lines.map(\.employeeCode) == codes)
    }
  }

  @Test(arguments: ["hoa", "HÒA", "le thi hoa", "a1"])
  func aPersonIsFoundWithoutDiacritics(search: String) async throws {
    try await withWorld { world in
      let matrix = try await world.perform(
        ShowSkillMatrix(
          asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: search,
          threshold: nil, includesOther: nil, gapsOnly: nil, sortBy: nil, after: nil, limit: nil),
        as: World.hrA)

      #expect(matrix.lines.map(\.employeeCode) == ["A1"])
    }
  }

  @Test func itsOwnJSONSaysWhatTheEncoderWouldSay() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 3, on: "2026-11-01")
      let matrix = try await world.perform(Self.everything, as: World.hrA)
      var writer = JSONWriter()
      matrix.write(into: &writer)

      let written = try JSONCoding.decoder().decode(SkillMatrix.self, from: Data(writer.bytes))

      try #expect(JSONCoding.encoder().encode(written) == JSONCoding.encoder().encode(matrix))
    }
  }

  @Test func evidenceBelowTheThresholdIsAClaim() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .manager, 3, on: "2026-11-01")
      let matrix = try await world.perform(
        ShowSkillMatrix(
          asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: "hoa",
          threshold: .tested, includesOther: nil, gapsOnly: nil, sortBy: nil, after: nil, limit: nil
        ),
        as: World.hrA)
      let cell = matrix.lines.first?.cells.first { $0.competencyId == World.competency("1.1") }

      #expect(cell?.verdict == .claimedOnly)
    }
  }

  @Test func aPageOfLinesKeepsTheMarginsOfAll() async throws {
    try await withWorld { world in
      let matrix = try await world.perform(
        ShowSkillMatrix(
          asOf: nil, knownAt: nil, unitId: nil, jobRoleId: nil, frameworkId: nil, search: nil,
          threshold: nil, includesOther: nil, gapsOnly: nil, sortBy: nil, after: "2", limit: 1),
        as: World.hrA)

      #expect(matrix.lines.map(\.employeeCode) == ["A1"])
      #expect(matrix.columns.map(\.requiredCount) == [3, 2])
      #expect(matrix.next == nil)
    }
  }
}
