import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct SupportTests {
  /// Firm A is a hotel, firm B makes ships.
  private func propose(
    _ content: String, _ cost: Int, on day: String, size: String, flags: [String] = [],
    as principal: Principal = World.hrA
  ) async throws -> [SupportProposal] {
    try await withWorld { world in
      try await world.giveSize(size, year: Int(day.prefix(4)) ?? 0)
      for flag in flags { try await world.giveFlag(flag) }
      return try await world.perform(
        ProposeSupport(contentCode: content, costVnd: cost, object: nil, asOf: CalendarDate(day)),
        as: principal)
    }
  }

  @Test func aMicroFirmGetsNoConsultingButASolutionUpToItsCeiling() async throws {
    let consulting = try await propose(
      "DX_CONSULTING", 30_000_000, on: "2026-11-01", size: "micro")
    let solution = try await propose("DX_SOLUTION", 100_000_000, on: "2026-11-01", size: "micro")

    #expect(consulting.best == nil)
    #expect(consulting.allSatisfy { $0.refusals.contains(.sizeNotCovered) })
    #expect(solution.best?.proposedVnd == 20_000_000)
    #expect(
      solution.best?.legalSource
        == "Decree 80/2021/NĐ-CP Art 11(2); Circ 06/2022/TT-BKHĐT Art 7")
  }

  @Test func aPreferenceRaisesTheCeilingOfAnAdviser() async throws {
    let preferred = try await propose(
      "ADVISER_CONSULTING", 400_000_000, on: "2026-11-01", size: "small",
      flags: ["women_owned"])
    let ordinary = try await propose(
      "ADVISER_CONSULTING", 400_000_000, on: "2026-11-01", size: "medium")

    #expect(preferred.best?.ruleCode == "ADV-SM-PRI")
    #expect(preferred.best?.proposedVnd == 150_000_000)
    #expect(ordinary.best?.proposedVnd == 120_000_000)
  }

  @Test(arguments: [
    ("2026-03-01", "small", 2_000_000), ("2026-03-01", "medium", 1_400_000),
    ("2025-12-01", "small", 1_400_000), ("2025-12-01", "medium", 1_400_000),
  ])
  func aManagementCourseIsPaidAsTheLawOfTheDaySays(
    day: String, size: String, proposed: Int
  ) async throws {
    let found = try await propose("TRAIN_MANAGEMENT", 2_000_000, on: day, size: size)
    #expect(found.best?.proposedVnd == proposed)
  }

  @Test func aHotelGetsNothingForACourseAtTheFirm() async throws {
    let found = try await propose("TRAIN_ONSITE", 10_000_000, on: "2026-11-01", size: "small")
    let onsite = try #require(found.first { $0.ruleCode == "TRN-ONSITE" })
    #expect(onsite.refusals == [.sectorNotCovered])
  }

  @Test func theSameContentIsSupportedOnceAYearAndAnotherWhileTheCeilingLasts() async throws {
    try await withWorld { world in
      try await world.giveSize("small", year: 2026)
      _ = try await world.perform(
        RecordSupport.solution("Phần mềm kế toán", 30_000_000), as: World.hrA)

      await #expect(
        throws: AppError.invalid(
          "ruleCode", "support.refused_same_content_this_year",
          ["article": "Decree 80/2021/NĐ-CP Art 11(2); Circ 06/2022/TT-BKHĐT Art 7"])
      ) {
        try await world.perform(
          RecordSupport.solution("phan mem  KE TOAN", 10_000_000), as: World.hrA)
      }
      let other = try await world.perform(
        ProposeSupport(
          contentCode: "DX_SOLUTION", costVnd: 100_000_000, object: "Phần mềm bán hàng",
          asOf: nil), as: World.hrA)

      #expect(other.best?.capLeftVnd == 20_000_000)
      #expect(other.best?.proposedVnd == 20_000_000)
    }
  }

  @Test func anAmountThatIsNotKnownStaysEmpty() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(
        RecordSupport(
          contentCode: "SHARED_PLATFORM", object: "Phần mềm kế toán dùng chung",
          programmeId: nil, ruleCode: nil, costVnd: nil, approvedVnd: nil,
          approvedOn: CalendarDate("2026-10-01")!, document: nil), as: World.hrA)
      _ = try await world.perform(
        PaySupport(
          supportId: recorded.id, paidVnd: nil, paidOn: CalendarDate("2026-11-02")!),
        as: World.hrA)

      let listed = try await world.perform(
        ListSupport(year: 2026, asOf: nil, knownAt: nil), as: World.directorA)

      #expect(listed.map(\.state) == [.paid])
      #expect(listed[0].approvedVnd == nil)
      #expect(listed[0].paidVnd == nil)
    }
  }

  @Test func supportOfAnEnrolmentIsRefusedAboveTheRuleWithItsArticle() async throws {
    try await withWorld { world in
      try await world.giveSize("medium", year: 2026)
      _ = try await world.perform(
        SetCourseSupport(courseId: World.course, contentCode: "TRAIN_MANAGEMENT"),
        as: World.officer)

      await #expect(
        throws: AppError.invalid(
          "supportVnd", "support.above_rule",
          [
            "ceiling": "1400000", "article": "Decree 80/2021/NĐ-CP Art 14(1a)",
            "rule": "TRN-MGMT-70",
          ])
      ) {
        try await world.perform(
          PreviewEnrolment(request: .supported([World.hoa], 1_500_000)), as: World.hrA)
      }
      let fits = try await world.perform(
        PreviewEnrolment(request: .supported([World.hoa], 1_400_000)), as: World.hrA)
      #expect(fits.people.count == 1)
    }
  }

  @Test func anotherFirmSeesNoneOfIt() async throws {
    try await withWorld { world in
      let recorded = try await world.perform(RecordSupport.solution("Phần mềm", nil), as: World.hrA)
      let seen = try await world.perform(
        ListSupport(year: nil, asOf: nil, knownAt: nil), as: World.hrB)
      #expect(seen.isEmpty)
      await #expect(throws: AppError.notFound("support")) {
        try await world.perform(
          VoidSupport(supportId: recorded.id, reason: "nhầm"), as: World.hrB)
      }
    }
  }

  @Test func everyRuleInForceNamesItsArticle() async throws {
    try await withWorld { world in
      let rules = try await world.perform(
        ListSupportRules(asOf: CalendarDate("2026-11-23"), contentCode: nil), as: World.hrA)
      let earlier = try await world.perform(
        ListSupportRules(asOf: CalendarDate("2025-12-01"), contentCode: nil), as: World.hrA)
      #expect(rules.count == 29)
      #expect(rules.allSatisfy { !$0.legalSource.isEmpty })
      #expect(!earlier.map(\.code).contains("TRN-MGMT-100"))
    }
  }
}

extension RecordSupport {
  /// A digital solution of a small firm.
  static func solution(_ object: String, _ approved: Int?) -> RecordSupport {
    RecordSupport(
      contentCode: "DX_SOLUTION", object: object, programmeId: nil,
      ruleCode: approved == nil ? nil : "DX-SOL-SM", costVnd: approved.map { $0 * 2 },
      approvedVnd: approved, approvedOn: CalendarDate("2026-10-01")!, document: nil)
  }
}

extension EnrolmentRequest {
  static func supported(_ people: [ID<Employee>], _ supportVnd: Int) -> EnrolmentRequest {
    EnrolmentRequest(
      courseRunId: World.run, employeeIds: people, employeeCodes: nil, unitId: nil,
      supportVnd: supportVnd, includeCompetentReason: nil, allowClashReason: nil)
  }
}

extension World {
  /// Firm A is of this size in a year.
  func giveSize(_ size: String, year: Int) async throws {
    _ = try await rows(
      """
      insert into kynang.firm_size (
        firm_id, id, revision, year, vsic_version, vsic_section, sector_group, si_workers, revenue_vnd,
        size_code, rule_id, recorded_at, recorded_by)
      select
        $1, gen_random_uuid(), 1, $2, 'VSIC2018', 'I', 'trade_services', 9, 1000000000, $3, threshold.rule_id,
        now(), $1
      from kynang.size_threshold as threshold
      where threshold.sector_group = 'trade_services' and threshold.size_code = $3
      """, World.firmA.uuid, year, size)
  }

  func giveFlag(_ flag: String) async throws {
    _ = try await rows(
      """
      insert into kynang.firm_flag (firm_id, id, revision, flag_code, during, recorded_at, recorded_by)
      values ($1, gen_random_uuid(), 1, $2, '[2024-01-01,)', now(), $1)
      """, World.firmA.uuid, flag)
  }
}
