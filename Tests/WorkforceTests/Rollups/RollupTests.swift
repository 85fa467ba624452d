import Foundation
import Logging
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct RollupTests {
  @Test func whatIsKeptAsWorkHappensIsWhatARebuildMakes() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      try await world.app.refreshRollups()
      let kept = try await world.rollups()

      _ = try await world.perform(RebuildRollups.rebuild, as: World.administrator)

      #expect(kept.count == 8)
      #expect(try await world.rollups() == kept)
    }
  }

  @Test func aCorrectionOfThePastReachesThePeriodsSinceThen() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      try await world.app.refreshRollups()
      let before = try await world.quarter("people_assessed", "2026-07-01")

      _ = try await world.rows(
        """
        update kynang.assessment set occurred_on = '2026-08-01', recorded_at = $1
        where firm_id = $2
        """, world.clock.now, World.firmA.uuid)
      _ = try await world.rows(
        "insert into kynang.rollup_queue values ($1, gen_random_uuid(), $2)", World.firmA.uuid,
        world.clock.now)
      try await world.app.refreshRollups()

      #expect(before == nil)
      #expect(try await world.quarter("people_assessed", "2026-07-01") == 1)
    }
  }

  @Test func aQuarterCountsWhatWasDoneInItAndWhatHoldsAtItsEnd() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      try await world.app.refreshRollups()

      let counts = try await world.texts(
        """
        select concat_ws(' ', people, people_registered, people_attended, people_trained,
          people_assessed, people_assessed_after, people_competent_after, people_with_requirements,
          people_competent, people_trained_in_period, attended_minutes_in_period, first_trained_on)
        from kynang.firm_period
        where firm_id = $1 and period_kind = 'quarter' and starts_on = '2026-10-01'
        """)

      #expect(counts == ["3 1 1 1 1 1 1 3 0 1 840 2026-12-08"])
    }
  }

  @Test func anUnfinishedPeriodIsBroughtToTodayWithoutAnyWork() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      try await world.app.refreshRollups()
      try world.clock.set("2027-01-15T02:00:00Z")

      try await world.app.rollupBuilder.catchUp(
        today: CalendarDate("2027-01-15")!
      ) { world.clock.now }

      let days = try await world.texts(
        """
        select starts_on || ' ' || as_of from kynang.firm_period
        where firm_id = $1 and period_kind = 'quarter' order by 1
        """)
      #expect(days == ["2026-10-01 2026-12-31", "2027-01-01 2027-01-15"])
    }
  }

  @Test func theRollupAgreesWithTheSkillMatrix() async throws {
    try await DemoWorld.with { world in
      let builder = RollupBuilder(pool: world.owner, logger: Logger(label: "kynang.tests"))
      _ = try await builder.rebuild(
        [.quarter], from: CalendarDate("2026-10-01")!, until: DemoWorld.today,
        today: DemoWorld.today
      ) { Date(timeIntervalSince1970: 1_795_000_000) }

      let different = try await world.owner.texts(
        """
        with cell as (
          select employment.firm_id, cell.*
          from kynang.employment as employment
          cross join lateral kynang.skill_cell(
            employment.firm_id, array[employment.id], '2026-11-23', 'infinity', 5) as cell
          where employment.during @> date '2026-11-23' and employment.superseded_at is null
            and not employment.is_void
        ),
        competent as (
          select firm_id, employee_id
          from cell
          group by firm_id, employee_id
          having bool_or(required_level is not null)
            and bool_and(required_level is null or verdict in ('met', 'exempt'))
        ),
        skilled as (
          select cell.firm_id, cell.employee_id
          from cell
          join kynang.evidence_grade as grade on grade.code = cell.grade and grade.closes_gap
          join kynang.target_competency as wanted on wanted.competency_id = cell.competency_id
          where cell.attained_level >= 2 and cell.valid_until >= '2026-11-23'
          group by cell.firm_id, cell.employee_id
          having count(*) = 10
        )
        select firm.code
        from kynang.firm_period as stored
        join kynang.firm as firm on firm.id = stored.firm_id
        where stored.period_kind = 'quarter'
          and stored.starts_on = '2026-10-01'
          and (
            stored.people_competent
              <> (select count(*) from competent where competent.firm_id = stored.firm_id)
            or stored.people_at_target
              <> (select count(*) from skilled where skilled.firm_id = stored.firm_id))
        """)
      let people = try await world.owner.texts(
        "select (sum(people_competent) > 0)::text from kynang.firm_period")
      #expect(different == [])
      #expect(people == ["true"])
    }
  }

  @Test(arguments: ["firm_period", "firm_indicator", "firm_course_period", "adoption"])
  func noOfficerTrainerOrEmployeeReadsWhatIsKnownOfAFirm(table: String) async throws {
    try await withWorld { world in
      let readers = try await world.rows(
        """
        select role.rolname::text from pg_roles as role
        where role.rolname in ('kynang_officer', 'kynang_trainer', 'kynang_self', 'kynang_system')
          and has_any_column_privilege(role.rolname, 'kynang.\(table)', 'select')
        """)
      #expect(readers.count == 0)
    }
  }

  @Test func indicatorsAreComputedFromWhatWasObservedInDong() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        """
        insert into kynang.observation (
          firm_id, id, revision, indicator_code, period_kind, starts_on, value, currency, confidence,
          leap_confirmed, recorded_at, recorded_by)
        select
          $1, gen_random_uuid(), 1, item.code, 'quarter', '2026-07-01', item.value, item.currency, 'measured',
          false, now(), $1
        from (
          values ('revenue', 600000000, 'VND'), ('average_employees', 3, null), ('labour_cost', 9000, 'USD')
        ) as item (code, value, currency)
        """, World.firmA.uuid)
      _ = try await world.perform(RebuildRollups.rebuild, as: World.administrator)

      let figures = try await world.texts(
        """
        select indicator_code || ' ' || value || ' ' || status from kynang.firm_indicator
        where firm_id = $1 and period_kind = 'quarter' and starts_on = '2026-07-01'
          and indicator_code in ('revenue', 'average_employees', 'labour_cost', 'SPE') order by 1
        """)
      #expect(
        figures == [
          "SPE 800000000 derived", "average_employees 3 measured", "revenue 600000000 measured",
        ])
    }
  }

  @Test func aKindOfPeriodThatDoesNotExistIsRefused() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.invalid("kinds[0]", "rollup.unknown_kind")) {
        try await world.perform(
          RebuildRollups(kinds: ["week"], from: nil, until: nil), as: World.administrator)
      }
    }
  }
}

extension RebuildRollups {
  static let rebuild = RebuildRollups(kinds: nil, from: nil, until: nil)
}

extension World {
  /// Hoa of firm A attends a class, completes it and is tested above its aim; Anh of firm B attends
  /// a day. Both firms' people are recorded by the trainer.
  func workOfAYear() async throws {
    let (hoa, _) = try await finishedClass()
    try clock.set("2026-12-20T02:00:00Z")
    _ = try await perform(RecordCompletions.of([hoa], .completed), as: World.teacher1)
    _ = try await perform(
      RecordAssessment(
        employeeId: World.hoa, competencyId: World.competency("1.1"), kind: .test, level: 3,
        isPassed: nil, occurredOn: CalendarDate("2026-12-15")!, expiresOn: nil,
        evidence: "Bài kiểm tra", evidenceUrl: nil), as: World.hrA)
  }

  /// Every row of the periods without the moment at which it was made.
  func rollups() async throws -> [String] {
    try await texts(
      """
      select (to_jsonb(stored) - 'rolled_up_at')::text from kynang.firm_period as stored
      where $1::uuid is not null
      union all
      select to_jsonb(stored)::text from kynang.firm_course_period as stored
      union all
      select to_jsonb(stored)::text from kynang.firm_indicator as stored
      order by 1
      """)
  }

  func quarter(_ column: String, _ startsOn: String) async throws -> Int? {
    let rows = try await rows(
      """
      select \(column) from kynang.firm_period
      where firm_id = $1 and period_kind = 'quarter' and starts_on = $2::text::date
      """, World.firmA.uuid, startsOn)
    return rows.count == 0 ? nil : try rows.value(0, 0, as: Int.self)
  }

  /// The first column of a query about firm A, as text.
  func texts(_ sql: String) async throws -> [String] {
    let rows = try await rows(sql, World.firmA.uuid)
    return try (0..<rows.count).map { try rows.value($0, 0, as: String.self) }
  }
}
