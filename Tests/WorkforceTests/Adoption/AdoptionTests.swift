import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct AdoptionTests {
  private func step(_ stage: AdoptionStage, _ day: String) -> RecordAdoption {
    RecordAdoption(
      processCode: "SAL", categoryCode: "POS", platformId: nil, stage: stage,
      occurredOn: CalendarDate(day)!, note: nil)
  }

  @Test(arguments: ["0202-05-10", "1949-12-31", "2101-01-01"])
  func aStepIsNotOfAYearThatIsATypingMistake(_ day: String) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("occurredOn", "field.implausible_day")) {
        try await world.perform(step(.planned, day), as: World.hrA)
      }
    }
  }

  @Test func aProcessIsAsFarAsItsLatestStep() async throws {
    try await withWorld { world in
      for (stage, day) in [
        (AdoptionStage.planned, "2026-02-01"), (.piloting, "2026-05-10"), (.inUse, "2026-08-20"),
      ] {
        _ = try await world.perform(step(stage, day), as: World.hrA)
      }
      try await world.app.refreshRollups()

      let stages = try await world.texts(
        """
        select starts_on || ' ' || sal_stage || ' ' || coalesce(sal_in_use_on::text, '-')
        from kynang.firm_period where firm_id = $1 and period_kind = 'quarter' order by 1
        """)
      #expect(
        stages == [
          "2026-01-01 1 -", "2026-04-01 2 -", "2026-07-01 3 2026-08-20",
          "2026-10-01 3 2026-08-20",
        ])
    }
  }

  @Test func aCorrectionKeepsWhatWasRecordedBefore() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(step(.inUse, "2026-08-20"), as: World.hrA)
      let before = world.clock.now
      world.clock.advance(days: 1)
      _ = try await world.perform(
        CorrectAdoption(
          adoptionId: recorded.id, categoryCode: "POS", platformId: nil, stage: .piloting,
          occurredOn: CalendarDate("2026-08-20")!, note: nil, reason: "mới thử nghiệm"),
        as: World.hrA)

      let now = try await world.perform(
        ListAdoption(asOf: nil, knownAt: nil, processCode: nil), as: World.directorA)
      let then = try await world.perform(
        ListAdoption(asOf: nil, knownAt: before, processCode: nil), as: World.directorA)

      #expect(now.map(\.stage) == [.piloting])
      #expect(now.map(\.reason) == ["mới thử nghiệm"])
      #expect(then.map(\.stage) == [.inUse])
    }
  }

  @Test func nothingIsInUseBeforeItHappens() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("occurredOn", "field.in_the_future")) {
        try await world.perform(step(.inUse, "2026-12-01"), as: World.hrA)
      }
      _ = try await world.perform(step(.planned, "2026-12-01"), as: World.hrA)
    }
  }

  @Test func anotherFirmSeesNoneOfIt() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(step(.inUse, "2026-08-20"), as: World.hrA)
      await #expect(throws: AppError.notFound("adoption")) {
        try await world.perform(
          VoidAdoption(adoptionId: recorded.id, reason: "nhầm"), as: World.hrB)
      }
      let seen = try await world.perform(
        ListAdoption(asOf: nil, knownAt: nil, processCode: nil), as: World.hrB)
      #expect(seen.isEmpty)
    }
  }

  @Test func noPlatformIsNamedThatNoSourceNames() async throws {
    try await withWorld { world in
      let categories = try await world.perform(ListPlatformCategories(), as: World.hrA)
      let platforms = try await world.perform(
        ListPlatforms(categoryCode: nil, processCode: nil, vsicVersion: nil, vsicSection: nil),
        as: World.hrA)
      #expect(categories.count == 15)
      #expect(categories.allSatisfy { $0.source != nil })
      #expect(platforms.isEmpty)
    }
  }
}
