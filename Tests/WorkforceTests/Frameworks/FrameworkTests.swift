import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct FrameworkTests {
  @Test func theDefaultFrameworkShowsItsAreasCompetenciesAndLevels() async throws {
    try await withWorld { world in
      let frameworks = try await world.perform(ListFrameworks(), as: World.hoaHerself)
      let standard = try #require(frameworks.first)

      let shown = try await world.perform(
        ShowFramework(frameworkId: standard.id), as: World.hoaHerself)

      #expect(standard.isDefault)
      #expect(shown.code == "TT02_2025")
      #expect(shown.areas.count == 6)
      #expect(shown.areas.flatMap(\.competencies).count == 24)
      #expect(shown.levels.map(\.level) == Array(1...8))
      #expect(shown.levels.allSatisfy { $0.description.vi != nil && $0.description.en != nil })
      #expect(shown.competenciesWithoutArea.isEmpty)
    }
  }

  @Test func anUnknownFrameworkIsNotFound() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("framework")) {
        try await world.perform(
          ShowFramework(frameworkId: ID(World.course.uuid)), as: World.officer)
      }
    }
  }

  @Test func competenciesAreFoundWithoutMarks() async throws {
    try await withWorld { world in
      let found = try await world.perform(
        ListCompetencies(frameworkId: nil, search: "duyet, TIM kiem", after: nil, limit: nil),
        as: World.managerOfSales)

      #expect(found.items.map(\.code).allSatisfy { $0 == "1.1" })
      #expect(Set(found.items.map(\.frameworkCode)) == ["TT02_2025", "DIGCOMP_2.2", "DIGCOMP_3.0"])
    }
  }

  @Test func theNextPageOfCompetenciesGoesOnWhereTheFirstEnded() async throws {
    try await withWorld { world in
      let whole = try await world.perform(
        ListCompetencies(frameworkId: nil, search: nil, after: nil, limit: 500), as: World.hrA)

      let first = try await world.perform(
        ListCompetencies(frameworkId: nil, search: nil, after: nil, limit: 40), as: World.hrA)
      let second = try await world.perform(
        ListCompetencies(frameworkId: nil, search: nil, after: first.next, limit: 500),
        as: World.hrA)

      #expect(first.items.count == 40)
      #expect((first.items + second.items).map(\.id) == whole.items.map(\.id))
      #expect(second.next == nil)
    }
  }

  @Test func aKeyThatNoListGaveOutIsRefused() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("after", "field.malformed")) {
        try await world.perform(
          ListCompetencies(frameworkId: nil, search: nil, after: "x!", limit: nil), as: World.hrA)
      }
    }
  }
}

@Suite struct CrosswalkTests {
  @Test func aLevelCountsWhereCompetenciesAreTheSameAndWithAWarningWhereTheyAreClose()
    async throws
  {
    try await withWorld { world in
      let entries = try await world.perform(
        CrosswalkCompetency(competencyId: World.competency("1.1")), as: World.hrA)

      let counts = Dictionary(
        entries.map { ($0.frameworkCode, $0.levelCounts) }, uniquingKeysWith: { first, _ in first })
      #expect(counts["DIGCOMP_2.2"] == .yes)
      #expect(counts["DIGCOMP_3.0"] == .withWarning)
      #expect(counts["TT03_2014"] == .no)
      #expect(
        entries.filter { $0.warning == "competency.close_warning" }.map(\.frameworkCode)
          == ["DIGCOMP_3.0"])
    }
  }

  @Test func seenFromTheOtherSideBroaderIsNarrower() async throws {
    try await withWorld { world in
      let entries = try await world.perform(
        CrosswalkCompetency(
          competencyId: ID(ReferenceID.competency("TT03_2014", "IU06"))), as: World.hrA)

      let entry = try #require(
        entries.first { $0.frameworkCode == "TT02_2025" && $0.competencyCode == "1.1" })
      #expect(entry.relation == .narrower)
      #expect(entry.confidence == .medium)
    }
  }
}

@Suite struct LookupTests {
  @Test func settingsAreThoseInForceOnTheDay() async throws {
    try await withWorld { world in
      let present = try await world.perform(ListPolicySettings(asOf: nil), as: World.officer)
      let before = try await world.perform(
        ListPolicySettings(asOf: day("1999-12-31")), as: World.officer)

      let validity = try #require(present.first { $0.key == "assessment.validity_months" })
      let window = try #require(present.first { $0.key == "application.window_days" })
      #expect(validity.value == 24)
      #expect(window.value == nil)
      #expect(window.valueFrom == 30 && window.valueTo == 90)
      #expect(before.isEmpty)
    }
  }

  @Test func aProvinceIsFoundByANameItHadBefore() async throws {
    try await withWorld { world in
      let found = try await world.perform(ListProvinces(search: "ha giang"), as: World.hrA)
      #expect(found.map(\.code) == ["08"])
    }
  }

  @Test func communesAreThoseOfOneProvince() async throws {
    try await withWorld { world in
      let all = try await world.perform(
        ListCommunes(provinceCode: "56", search: nil), as: World.teacher1)
      let found = try await world.perform(
        ListCommunes(provinceCode: "56", search: "bac nha trang"), as: World.teacher1)

      #expect(all.count == 65)
      #expect(found.map(\.code) == ["22333"])
    }
  }

  @Test(arguments: [("2025-11-14", "VSIC2018"), ("2025-11-15", "VSIC2025")])
  func sectorsAreThoseOfTheClassificationInForce(on date: String, version: String) async throws {
    try await withWorld { world in
      let sectors = try await world.perform(ListSectors(asOf: day(date)), as: World.directorA)
      #expect(!sectors.isEmpty)
      #expect(sectors.allSatisfy { $0.version == version })
    }
  }
}
