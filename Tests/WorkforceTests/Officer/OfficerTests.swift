import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct OfficerTests {
  @Test func withoutADenominatorThereIsNoShare() async throws {
    try await withWorld { world in
      try await world.publish()
      let target = try await world.perform(
        ShowTarget(period: .quarter4, knownAt: nil), as: World.officer)

      #expect(target.status == .proposed)
      #expect(target.targetPct == 100)
      #expect(target.sharePct == nil)
      #expect(target.denominator == nil)
      #expect(target.competencies.count == 10)
    }
  }

  @Test func aDenominatorStandsWithItsSourceAndChangesForAReason() async throws {
    try await withWorld { world in
      try await world.publish()
      let set = SetTargetDenominator(
        targetCode: "KH_BASIC_DIGITAL_SKILLS", persons: 200_000,
        asOf: CalendarDate("2026-06-30")!, source: "Cục Thống kê tỉnh, bảng 5", reason: nil)
      _ = try await world.perform(set, as: World.officer)
      let target = try await world.perform(
        ShowTarget(period: .quarter4, knownAt: nil), as: World.officer)

      #expect(target.denominator == 200_000)
      #expect(target.denominatorSource == "Cục Thống kê tỉnh, bảng 5")
      await #expect(
        throws: AppError.invalid("reason", "target.denominator_change_needs_a_reason")
      ) {
        try await world.perform(set, as: World.officer)
      }
    }
  }

  @Test func twoFirmsAreTooFewToPublish() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      try await world.app.refreshRollups()
      try await world.publish()

      let cells = try await world.perform(
        ListPublishedCells(period: .quarter4, measures: nil, provinceCode: nil, knownAt: nil),
        as: World.officer)

      #expect(!cells.isEmpty)
      #expect(cells.allSatisfy { $0.state == .suppressed && $0.value == nil && $0.firms == nil })
    }
  }

  @Test func aSmallProvinceAddsUp() async throws {
    try await withWorld { world in
      try await world.addFirms(12)
      try await world.publish()

      let cells = try await world.perform(
        ListPublishedCells(
          period: .quarter4, measures: ["people"], provinceCode: nil, knownAt: nil),
        as: World.officer)
      let shown = cells.map {
        "\($0.sector) \($0.sizeCode) \($0.firms ?? -1) \($0.persons ?? -1) \($0.value ?? -1)"
      }

      // Seven shops of ten people, five hotels of twenty; the two firms of the world have no period.
      #expect(
        Set(shown) == [
          "VSIC2018/G micro 7 70 70.0", "VSIC2018/G * 7 70 70.0",
          "VSIC2018/I small 5 100 100.0", "VSIC2018/I * 5 100 100.0",
          "* micro 7 70 70.0", "* small 5 100 100.0", "* * 12 170 170.0",
        ])
    }
  }

  @Test func anOfficerSelectsNeitherAPersonNorAFirmsFigure() async throws {
    try await withWorld { world in
      let rows = try await world.rows(
        """
        select relation.relname::text
        from pg_class as relation
        where relation.relnamespace = 'kynang'::regnamespace and relation.relkind = 'r'
          and obj_description(relation.oid, 'pg_class') like 'tenant:%'
          and has_any_column_privilege('kynang_officer', relation.oid, 'select')
        """)
      let readable: [String] = try (0..<rows.count).map { try rows.value($0, 0) }
      #expect(readable == ["support"])
      let object = try await world.count(
        """
        select has_column_privilege('kynang_officer', 'kynang.support', 'object', 'select')::integer::bigint
        """)
      #expect(object == 0)
    }
  }

  @Test func anOfficerSeesSupportOfFirmsOfTheProvinceAlone() async throws {
    try await withWorld { world in
      _ = try await world.perform(RecordSupport.solution("Phần mềm", nil), as: World.hrA)
      _ = try await world.rows(
        """
        update kynang.support set province_code = '79', approved_vnd = 7 where $1::uuid is not null
        """, World.firmA.uuid)
      let elsewhere = try await world.perform(
        ListProvinceSupport(year: 2026, knownAt: nil), as: World.officer)
      _ = try await world.rows(
        "update kynang.support set province_code = '56' where $1::uuid is not null",
        World.firmA.uuid)
      let here = try await world.perform(
        ListProvinceSupport(year: 2026, knownAt: nil), as: World.officer)

      #expect(elsewhere.isEmpty)
      #expect(here.map(\.approvedVnd) == [7])
    }
  }

  @Test func firmsAreListedWithAdministrativeFactsAlone() async throws {
    try await withWorld { world in
      _ = try await world.enrol([World.hoa], as: World.hrA)
      let found = try await world.perform(
        ListProvinceFirms(
          year: 2026, search: "bien xanh", sector: nil, after: nil, limit: nil),
        as: World.officer)
      #expect(found.items.map(\.seatsTaken) == [1])
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          ListProvinceFirms(year: 2026, search: nil, sector: nil, after: nil, limit: nil),
          as: World.hrA)
      }
    }
  }
}

extension Period {
  static let quarter4 = Period(.quarter, containing: CalendarDate("2026-11-23")!)
}

extension World {
  func publish() async throws {
    _ = try await app.publicationBuilder.publish(
      .quarter4, today: CalendarDate("2026-11-23")!
    ) { clock.now }
  }

  /// Firms with a period each: of twelve, seven shops of ten people and five hotels of twenty.
  func addFirms(_ count: Int) async throws {
    _ = try await rows(
      """
      with firm as (
        insert into kynang.firm (
          id, code, name, tax_id_type, vsic_version, vsic_section, province_code, created_at, created_by)
        select
          gen_random_uuid(), 'P' || number, 'Doanh nghiệp Mẫu ' || number, 'none', 'VSIC2018',
          case when number % 12 < 7 then 'G' else 'I' end, '56', now(), gen_random_uuid()
        from generate_series(0, $1::integer - 1) as number
        returning id, vsic_section
      )
      insert into kynang.firm_period (
        firm_id, period_kind, starts_on, as_of, size_code, people, people_assessed,
        people_with_requirements, people_competent, people_at_target, people_claiming_target,
        people_registered, people_attended, people_trained, people_assessed_after,
        people_competent_after, people_applying, people_trained_in_period, completions_in_period,
        attended_minutes_in_period, mgt_stage, sal_stage, crm_stage, prd_stage, supports_in_period,
        supports_without_amount_in_period, support_approved_vnd_in_period, support_paid_vnd_in_period,
        training_support_vnd_in_period, training_firm_part_vnd_in_period, rolled_up_at)
      select
        id, 'quarter', '2026-10-01', '2026-11-23',
        case vsic_section when 'G' then 'micro' else 'small' end,
        case vsic_section when 'G' then 10 else 20 end,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now()
      from firm
      """, count)
  }
}
