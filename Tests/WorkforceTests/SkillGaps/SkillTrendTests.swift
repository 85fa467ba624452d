import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct SkillTrendTests {
  @Test func theDaysAreTheEndsOfQuartersAndTheDayItself() {
    let days = ShowSkillTrend.days(until: day("2026-11-23"), quarters: 3)

    #expect(days == [day("2026-03-31"), day("2026-06-30"), day("2026-09-30"), day("2026-11-23")])
  }

  @Test func aDayCountsWhatWasTrueThen() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 4, on: "2026-08-01")

      let trend = try await world.trend(as: World.hrA)

      #expect(trend.days.map(\.met) == [0, 1, 1])
      #expect(trend.days.map(\.required) == [5, 5, 5])
      #expect(trend.days.map(\.people) == [3, 3, 3])
    }
  }

  @Test func someDaysAreReadAtOnceAsEachIsReadAlone() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .test, 4, on: "2026-08-01")
      let days = [day("2026-07-31"), day("2026-09-30")]

      let read = try await world.perform(
        ShowSkillDays(days: days + days, knownAt: nil), as: World.hrA)
      let first = try await world.coverage(on: days[0])
      let second = try await world.coverage(on: days[1])

      #expect(read.map(\.onDay) == days)
      #expect(read.map(\.coverage) == [first, second])
      #expect(read.map(\.met) == [0, 1])
    }
  }

  @Test func daysWithoutEndAreNotComputed() async throws {
    try await withWorld { world in
      let days = (1...41).map { CalendarDate(year: 2026, month: 1, day: 1)!.adding(days: $0) }
      await #expect(throws: AppError.invalid("days", "field.too_many", ["limit": "40"])) {
        try await world.perform(ShowSkillDays(days: days, knownAt: nil), as: World.hrA)
      }
    }
  }

  @Test func aSelfRatingIsCountedAsAClaimAndNotAsMet() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RateOwnSkill(competencyId: World.competency("1.1"), level: 5, evidence: nil),
        as: World.hoaHerself)

      let today = try #require(try await world.trend(as: World.hrA).days.last)

      #expect(today.met == 0)
      #expect(today.claimedOnly == 1)
    }
  }

  @Test func aLevelShownInAClassStandsBesideTheOneBefore() async throws {
    try await withWorld { world in
      try await world.assess(World.hoa, "1.1", .manager, 2, on: "2026-11-01")
      try await world.assessInClass(World.hoa, level: 3)

      let courses = try await world.trend(as: World.hrA).courses

      #expect(courses.map(\.people) == [1])
      #expect(courses.map(\.higher) == [1])
      #expect(courses.map(\.firstShown) == [0])
    }
  }

  @Test func aLevelWithoutAnEarlierOneIsShownForTheFirstTime() async throws {
    try await withWorld { world in
      try await world.assessInClass(World.hoa, level: 3)

      let courses = try await world.trend(as: World.hrA).courses

      #expect(courses.map(\.firstShown) == [1])
      #expect(courses.map(\.higher) == [0])
    }
  }

  @Test func aManagersTrendHoldsTheirUnitsAlone() async throws {
    try await withWorld { world in
      try await world.assessInClass(World.hoa, level: 3)

      let sales = try await world.trend(as: World.managerOfSales)
      let plant = try await world.trend(as: World.managerOfPlant)

      #expect(sales.courses.map(\.people) == [1])
      #expect(plant.courses.isEmpty)
      #expect(plant.days.map(\.met) == [0, 0, 0])
    }
  }

  @Test func anotherFirmsLevelsAreNotCounted() async throws {
    try await withWorld { world in
      try await world.assessInClass(World.hoa, level: 3)

      let other = try await world.trend(as: World.hrB)

      #expect(other.courses.isEmpty)
      #expect(other.days.allSatisfy { $0.met == 0 })
    }
  }

  @Test func moreQuartersThanAreShownAreRefused() async throws {
    try await withWorld { world in
      let error = await #expect(throws: AppError.self) {
        try await world.trend(as: World.hrA, quarters: 21)
      }

      #expect(error?.code == .invalidInput)
    }
  }
}

extension World {
  fileprivate func coverage(on day: CalendarDate) async throws -> Double? {
    try await perform(
      ShowCoverage(asOf: day, knownAt: nil, unitId: nil, by: .unit), as: World.hrA
    ).coverage
  }

  fileprivate func trend(as principal: Principal, quarters: Int = 2) async throws -> SkillTrend {
    try await perform(
      ShowSkillTrend(
        asOf: nil, knownAt: nil, quarters: quarters, unitId: nil, jobRoleId: nil,
        frameworkId: nil, search: nil), as: principal)
  }

  /// The trainer judges somebody in the run of the world, after its last session.
  fileprivate func assessInClass(_ person: ID<Employee>, level: Int) async throws {
    let enrolment = try await enrolled(person, as: World.hrA)
    try clock.set("2026-12-09T03:00:00Z")
    _ = try await perform(
      AssessTrainee(
        enrolmentId: enrolment, competencyId: World.competency("1.1"), kind: .trainer,
        level: level, isPassed: nil, occurredOn: day("2026-12-08"), evidence: "Bài làm cuối khóa"),
      as: World.teacher1)
  }
}
