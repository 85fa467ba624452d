import Econometrics
import Foundation
import Postgres
import Workforce

/// A province of invented firms whose periods are written as the roll-up would write them.
package struct StudyWorld {
  let world: World

  package init(world: World) {
    self.world = world
  }

  package static let firms = 300
  package static let quarters = 20
  /// Quarter 1 of the panel is the first of 2020.
  package static let panel = SyntheticPanel(firms: firms, quarters: quarters, seed: 7)

  /// Value added per employee of firms that train as the panel says.
  /// - Parameter effect: false for the same firms and nothing that comes of it.
  package func fill(effect: Bool) async throws {
    let outcomes = Self.panel.outcomes()
    let firms = (0..<Self.firms).map { _ in UUID.version7(at: world.clock.now) }
    try await world.owner.transaction(
      TransactionSettings(
        access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [])
    ) { transaction in
      _ = try await transaction.fetch(
        Call(
          Statement(name: "test.firms", sql: Self.insertFirms),
          [firms, (0..<Self.firms).map { "S\($0)" }, (0..<Self.firms).map(Self.section)]))
      for quarter in 1...Self.quarters {
        let values = (0..<Self.firms).map { firm -> Double in
          let value = outcomes[firm * Self.quarters + quarter - 1]
          return exp(effect ? value : value - Self.panel.trueEffect(firm, quarter))
        }
        let completions = (0..<Self.firms).map { Self.panel.cohort($0) == quarter ? 3 : 0 }
        let day = CalendarDate(
          year: 2020 + (quarter - 1) / 4, month: (quarter - 1) % 4 * 3 + 1, day: 1)!
        _ = try await transaction.fetch(
          Call(
            Statement(name: "test.periods", sql: Self.insertPeriods),
            [firms, day, completions, values]))
      }
    }
  }

  private static func section(_ firm: Int) -> String { ["C", "G", "I"][firm % 3] }

  private static let insertFirms = """
    insert into kynang.firm (
      id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, commune_code,
      created_at, created_by)
    select wanted.id, wanted.code, wanted.code, 'MST10', 'VSIC2018', wanted.section, null, '56', '22366',
      now(), '00000000-0000-7000-8000-ac0000000001'
    from unnest($1::uuid[], $2::text[], $3::text[]) as wanted (id, code, section)
    """

  private static let insertPeriods = """
    with wanted as (
      select * from unnest($1::uuid[], $3::integer[], $4::float8[]) as wanted (firm_id, completions, value)
    ), indicators as (
      insert into kynang.firm_indicator (firm_id, period_kind, starts_on, indicator_code, value, status)
      select wanted.firm_id, 'quarter', $2, 'LP', wanted.value, 'derived' from wanted
    )
    insert into kynang.firm_period (
      firm_id, period_kind, starts_on, as_of, size_code, people, people_assessed, people_with_requirements,
      people_competent, people_at_target, people_claiming_target, people_registered, people_attended,
      people_trained, people_assessed_after, people_competent_after, people_applying,
      people_trained_in_period, completions_in_period, attended_minutes_in_period, mgt_stage, sal_stage,
      crm_stage, prd_stage, supports_in_period, supports_without_amount_in_period,
      support_approved_vnd_in_period, support_paid_vnd_in_period, training_support_vnd_in_period,
      training_firm_part_vnd_in_period, rolled_up_at)
    select wanted.firm_id, 'quarter', $2, $2 + 80, 'small', 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
      wanted.completions, wanted.completions * 480, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, now()
    from wanted
    """

  /// - Parameter codes: of firms, `S0` to `S299`.
  package func forgetIndicators(of codes: [String]) async throws {
    _ = try await world.rows(
      """
      delete from kynang.firm_indicator
      where firm_id in (select id from kynang.firm where code = any ($1::text[]))
      returning 1
      """, codes)
  }

  /// The first completion of a course, from 2020 to 2024.
  package static func description(
    lastYear: Int, sections: [String], second: TreatmentRule?
  ) -> StudyDescription {
    StudyDescription(
      indicatorCode: "LP", periodKind: .quarter,
      firstPeriod: CalendarDate(year: 2020, month: 1, day: 1)!,
      lastPeriod: CalendarDate(year: lastYear, month: 10, day: 1)!, isLogarithm: true,
      deflatorSeries: nil, winsorisedShare: nil,
      treatment: TreatmentRule(
        kind: .completion, courseId: nil, processCode: nil, threshold: nil),
      secondTreatment: second, sections: sections, sizes: [], comparison: .notYet,
      cluster: .firm, covariates: [], anticipation: 0, worthwhile: nil, isRandomised: false,
      assignment: nil)
  }

  /// Saves a study, runs it to its end and shows what it found.
  package func answer(_ description: StudyDescription) async throws -> StudyAnswer {
    let study = try await world.perform(
      CreateStudy(title: "Đào tạo và năng suất", description: description), as: World.officer)
    return try await answer(study.id)
  }

  package func answer(_ id: ID<ImpactStudy>) async throws -> StudyAnswer {
    _ = try await world.perform(RunStudy(studyId: id), as: World.officer)
    try await world.app.runNextStudy()
    return try await world.perform(ShowStudy(studyId: id, runId: nil), as: World.officer)
  }
}
