import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct SupportCorrectionTests {
  private func correction(
    _ id: ID<Support>, approved: Int?, rule: String? = nil, paidOn: String? = nil,
    paid: Int? = nil
  ) -> CorrectSupport {
    CorrectSupport(
      supportId: id, object: "Phần mềm kế toán", programmeId: nil, ruleCode: rule,
      costVnd: approved.map { $0 * 2 }, approvedVnd: approved,
      approvedOn: CalendarDate("2026-10-01")!, paidOn: paidOn.flatMap { CalendarDate($0) },
      paidVnd: paid, document: nil, reason: "theo quyết định")
  }

  @Test func aCorrectionKeepsEveryRevisionWithItsReason() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(
        RecordSupport.unruled("Phần mềm kế toán", 9_000_000), as: World.hrA)
      _ = try await world.perform(correction(recorded.id, approved: 8_000_000), as: World.hrA)
      _ = try await world.perform(
        VoidSupport(supportId: recorded.id, reason: "ghi nhầm"), as: World.hrA)

      let history = try await world.perform(
        ShowSupportHistory(supportId: recorded.id), as: World.directorA)
      let list = try await world.perform(
        ListSupport(year: nil, asOf: nil, knownAt: nil), as: World.directorA)

      #expect(history.map(\.approvedVnd) == [8_000_000, 8_000_000, 9_000_000])
      #expect(history.map(\.reason) == ["ghi nhầm", "theo quyết định", nil])
      #expect(history.map(\.isVoid) == [true, false, false])
      #expect(list.isEmpty)
    }
  }

  /// Of the ceiling of 50 m, 45 m are this support's own.
  @Test func aCorrectedSupportTakesNothingOfItsOwnCeiling() async throws {
    try await withWorld { world in
      try await world.giveSize("small", year: 2026)
      let recorded = try await world.perform(
        RecordSupport.solution("Phần mềm kế toán", 45_000_000), as: World.hrA)

      let within = try await world.perform(
        correction(recorded.id, approved: 48_000_000, rule: "DX-SOL-SM"), as: World.hrA)

      #expect(within.revision == 2)
      await #expect(throws: AppError.self) {
        try await world.perform(
          correction(recorded.id, approved: 60_000_000, rule: "DX-SOL-SM"), as: World.hrA)
      }
    }
  }

  @Test func whatWasPaidHasItsDayAndNeverOneToCome() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(
        RecordSupport.unruled("Phần mềm kế toán", 9_000_000), as: World.hrA)

      await #expect(throws: AppError.invalid("paidOn", "support.paid_needs_a_day")) {
        try await world.perform(
          correction(recorded.id, approved: 9_000_000, paid: 9_000_000), as: World.hrA)
      }
      await #expect(throws: AppError.invalid("paidOn", "field.in_the_future")) {
        try await world.perform(
          PaySupport(
            supportId: recorded.id, paidVnd: 9_000_000, paidOn: CalendarDate("2030-01-01")!),
          as: World.hrA)
      }
    }
  }

  @Test func anotherFirmFindsNoneOfTheRevisions() async throws {
    try await withWorld { world in
      let support = try await world.perform(
        RecordSupport.unruled("Phần mềm kế toán", 9_000_000), as: World.hrA)
      let step = try await world.perform(
        RecordAdoption(
          processCode: "SAL", categoryCode: "POS", platformId: nil, stage: .inUse,
          occurredOn: CalendarDate("2026-08-20")!, note: nil), as: World.hrA)
      let flag = try await world.perform(
        SetFirmFlag(
          flag: "women_owned", startsOn: CalendarDate("2026-01-01")!, endsOn: nil,
          evidence: "Đăng ký doanh nghiệp"), as: World.hrA)
      try await world.giveSize("small", year: 2026)

      await #expect(throws: AppError.notFound("support")) {
        try await world.perform(ShowSupportHistory(supportId: support.id), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("support")) {
        try await world.perform(correction(support.id, approved: 1), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("adoption")) {
        try await world.perform(ShowAdoptionHistory(adoptionId: step.id), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("firm_flag")) {
        try await world.perform(
          ShowFirmFlagHistory(firmFlagId: ID<FirmFlag>(flag.id)), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("firm_size")) {
        try await world.perform(ShowFirmSizeHistory(year: 2026), as: World.hrB)
      }
    }
  }
}
