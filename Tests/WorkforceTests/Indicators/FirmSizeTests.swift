import Foundation
import TestSupport
import Testing
import Workforce

@Suite struct FirmSizeTests {
  private func size(
    _ workers: String?, _ revenue: String?, _ capital: String?, year: Int = 2026,
    reason: String? = nil
  ) -> RecordFirmSize {
    RecordFirmSize(
      year: year, siWorkers: workers.map { WrittenValue($0) },
      revenueVnd: revenue.map { WrittenValue($0) }, capitalVnd: capital.map { WrittenValue($0) },
      reason: reason)
  }

  // Firm A is a hotel (trade and services), firm B makes ships (industry).
  // Source: Decree 80/2021/NĐ-CP Article 5.
  @Test(
    arguments: [
      (World.hrB, "11", "3 tỷ", "3 tỷ", SizeCode.small, "SZ-IA-SM"),
      (World.hrA, "10", "11 tỷ", "2 tỷ", .micro, "SZ-TS-MI"),
      (World.hrA, "101", "1 tỷ", "1 tỷ", .notSME, nil),
      (World.hrA, "100", "301 tỷ", "100 tỷ", .medium, "SZ-TS-ME"),
      (World.hrA, "9,5", nil, "3 tỷ", .micro, "SZ-TS-MI"),
      (World.hrB, "200", "200 tỷ", nil, .medium, "SZ-IA-ME"),
    ] as [(Principal, String, String?, String?, SizeCode, String?)])
  func theRuleDecidesTheSize(
    _ principal: Principal, workers: String, revenue: String?, capital: String?, size: SizeCode,
    rule: String?
  ) async throws {
    try await withWorld { world in
      let recorded = try await world.perform(
        self.size(workers, revenue, capital), as: principal)
      #expect(recorded.sizeCode == size)
      #expect(recorded.ruleId == rule)
    }
  }

  @Test func whatWasObservedTheYearBeforeIsTaken() async throws {
    try await withWorld { world in
      try await world.observe("si_workers", "2025", "12")
      try await world.observe("revenue", "2025", "11 tỷ")

      let recorded = try await world.perform(size(nil, nil, nil), as: World.hrA)

      #expect(recorded.siWorkers == 12)
      #expect(recorded.revenueVnd == 11_000_000_000)
      #expect(recorded.sizeCode == .small)
    }
  }

  @Test func aSizeNeedsWorkersAndMoney() async throws {
    try await withWorld { world in
      let error = await #expect(throws: AppError.self) {
        try await world.perform(size(nil, nil, nil), as: World.hrA)
      }
      #expect(error?.fieldErrors.map(\.rule) == ["size.workers_needed", "size.money_needed"])
    }
  }

  @Test func anotherSizeOfTheYearIsARevisionWithItsReason() async throws {
    try await withWorld { world in
      _ = try await world.perform(size("10", "9 tỷ", nil), as: World.hrA)
      await #expect(throws: AppError.invalid("reason", "size.recorded_already")) {
        try await world.perform(size("12", "9 tỷ", nil), as: World.hrA)
      }
      let second = try await world.perform(
        size("12", "9 tỷ", nil, reason: "Thiếu hai người"), as: World.hrA)

      #expect(second.revision == 2)
      #expect(second.sizeCode == .small)
      try await #expect(
        world.perform(ListFirmSizes(year: nil, asOf: nil, knownAt: nil), as: World.hrA).count == 1)
    }
  }

  @Test func aYearBeforeTheDecreeHasNoSize() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("year", "size.no_rule_in_force")) {
        try await world.perform(size("10", "9 tỷ", nil, year: 2019), as: World.hrA)
      }
    }
  }

  @Test func aFlagHoldsFromDayToDayAndOnceAtATime() async throws {
    try await withWorld { world in
      let flag = SetFirmFlag(
        flag: "women_owned", startsOn: day("2024-01-01"), endsOn: nil, evidence: "Đăng ký số 12")
      let set = try await world.perform(flag, as: World.hrA)
      await #expect(throws: AppError.self) { try await world.perform(flag, as: World.hrA) }

      _ = try await world.perform(
        EndFirmFlag(firmFlagId: ID(set.id), endsOn: day("2025-12-31"), reason: "Chuyển vốn"),
        as: World.hrA)

      func flags(_ text: String) async throws -> [String] {
        try await world.perform(
          ListFirmFlags(asOf: day(text), knownAt: nil), as: World.hrA
        ).map(\.flagCode)
      }
      try await #expect(flags("2025-12-31") == ["women_owned"])
      try await #expect(flags("2026-01-01") == [])
    }
  }

  @Test func aFlagThatEndsBeforeItBeganIsTakenBack() async throws {
    try await withWorld { world in
      let set = try await world.perform(
        SetFirmFlag(
          flag: "difficult_area", startsOn: day("2024-01-01"), endsOn: nil, evidence: "Quyết định"),
        as: World.hrA)
      _ = try await world.perform(
        EndFirmFlag(firmFlagId: ID(set.id), endsOn: day("2023-12-31"), reason: "Nhầm"),
        as: World.hrA)
      try await #expect(
        world.perform(ListFirmFlags(asOf: nil, knownAt: nil), as: World.hrA).isEmpty)
    }
  }

  @Test func aYearBeyondAnyCalendarIsRefusedAtItsField() async throws {
    try await withWorld { world in
      let refusal = AppError.invalid(
        "year", "field.out_of_range", ["lowest": "1990", "highest": "2100"])
      await #expect(throws: refusal) {
        try await world.perform(ShowFirmSize(year: 3_000_000_000), as: World.hrA)
      }
    }
  }
}
