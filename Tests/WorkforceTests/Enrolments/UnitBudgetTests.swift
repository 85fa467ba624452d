import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct UnitBudgetTests {
  @Test func aBudgetSaysWhatIsPlannedCommittedSpentAndLeft() async throws {
    try await withWorld { world in
      try await world.setBudget(10_000_000)
      try await world.setCapacity(1)
      let seated = try await world.enrolled(World.hoa, as: World.hrA)
      _ = try await world.enrolled(World.an, as: World.hrA)

      let before = try await world.budget()
      try world.clock.set("2026-12-05T02:00:00Z")
      _ = try await world.perform(
        WithdrawEnrolment(enrolmentId: seated, reason: "Nghỉ việc"), as: World.hrA)
      let after = try await world.budget()

      #expect(before.plannedVnd == 2_000_000)
      #expect(before.committedVnd == 2_000_000)
      #expect(before.leftVnd == 8_000_000)
      #expect(after.committedVnd == 0)
      #expect(after.spentVnd == 2_000_000)
      #expect(after.leftVnd == 8_000_000)
    }
  }

  @Test func goingOverTheBudgetWarns() async throws {
    try await withWorld { world in
      try await world.setBudget(3_000_000)

      let answer = try await world.enrol([World.hoa, World.an], as: World.hrA)

      #expect(answer.people[0].warnings.isEmpty)
      #expect(answer.people[1].result == .enrolled)
      #expect(answer.people[1].warnings == [EnrolmentNote.of("enrolment.budget_exceeded")])
      #expect(answer.budgets.first?.leftVnd == -1_000_000)
    }
  }

  @Test func goingOverTheBudgetIsRefusedWhereThePolicySaysSo() async throws {
    try await withWorld { world in
      try await world.setBudget(3_000_000)
      _ = try await world.rows(
        """
        insert into kynang.policy_setting (key, value, unit, valid_from, status)
        values ('budget.overspending_refused', '1', 'flag', '2000-01-01', 'proposed')
        on conflict (key, valid_from) do update set value = '1'
        """)

      let answer = try await world.enrol([World.hoa, World.an], as: World.hrA)

      #expect(answer.people[1].refusals == [EnrolmentNote.of("enrolment.budget_exceeded")])
    }
  }

  @Test func changingABudgetNeedsAReason() async throws {
    try await withWorld { world in
      try await world.setBudget(3_000_000)

      await #expect(
        throws: AppError.invalid("reason", "enrolment.budget_change_needs_a_reason")
      ) { try await world.setBudget(4_000_000) }
      let changed = try await world.perform(
        SetUnitBudget(
          unitId: World.sales, year: 2026, amountVnd: 4_000_000, reason: "Bổ sung quý 4"),
        as: World.hrA)

      #expect(changed.revision == 2)
    }
  }

  @Test func aManagerSeesTheBudgetsOfTheirUnitsAlone() async throws {
    try await withWorld { world in
      try await world.setBudget(3_000_000)

      let seen = try await world.perform(
        ShowUnitBudget(year: 2026, unitId: nil), as: World.managerOfPlant)

      #expect(seen.isEmpty)
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          SetUnitBudget(unitId: World.plant, year: 2026, amountVnd: 1, reason: nil),
          as: World.managerOfPlant)
      }
    }
  }

  @Test func anotherFirmsUnitHasNoBudgetHere() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.notFound("unit")) {
        try await world.perform(
          SetUnitBudget(unitId: World.officeB, year: 2026, amountVnd: 1, reason: nil),
          as: World.hrA)
      }
    }
  }
}

extension World {
  /// The budget of SALES for 2026.
  func setBudget(_ amountVnd: Int) async throws(AppError) {
    _ = try await perform(
      SetUnitBudget(unitId: World.sales, year: 2026, amountVnd: amountVnd, reason: nil),
      as: World.hrA)
  }

  func budget() async throws -> UnitBudget {
    guard
      let budget = try await perform(
        ShowUnitBudget(year: 2026, unitId: World.sales), as: World.hrA
      ).first
    else { throw PostgresError.misuse("no budget") }
    return budget
  }
}
