import Foundation
import Postgres
import TestSupport
import Testing

@testable import Workforce

@Suite struct TrainingPlanTests {
  private func plan(_ budget: Int, reason: String?) -> SetTrainingPlan {
    SetTrainingPlan(
      year: 2026, budgetVnd: budget, people: 3, note: nil,
      courses: [
        PlannedCourse(
          courseId: World.course, title: "Bảng tính cho công việc", people: 3,
          budgetVnd: 6_000_000, quarter: 4)
      ], reason: reason)
  }

  @Test func aPlanStandsBesideWhatWasDone() async throws {
    try await withWorld { world in
      try await world.workOfAYear()
      _ = try await world.perform(plan(10_000_000, reason: nil), as: World.hrA)

      let report = try await world.perform(
        ShowTrainingPlan(year: 2026, knownAt: nil), as: World.directorA)

      #expect(report.budgetVnd == 10_000_000)
      #expect(report.courses.map(\.people) == [3])
      #expect(report.results.map(\.enrolled) == [1])
      #expect(report.results.map(\.completed) == [1])
      #expect(report.results.map(\.attendedMinutes) == [840])
      #expect(report.employed == 3)
      #expect(report.spentVnd == 2_000_000)
    }
  }

  @Test func aChangeOfThePlanNeedsAReasonAndKeepsTheOldOne() async throws {
    try await withWorld { world in
      _ = try await world.perform(plan(10_000_000, reason: nil), as: World.hrA)
      let before = world.clock.now
      world.clock.advance(days: 1)

      await #expect(
        throws: AppError.invalid("reason", "training_plan.change_needs_a_reason")
      ) {
        try await world.perform(plan(8_000_000, reason: nil), as: World.hrA)
      }
      let changed = try await world.perform(
        plan(8_000_000, reason: "cắt giảm"), as: World.hrA)
      let then = try await world.perform(
        ShowTrainingPlan(year: 2026, knownAt: before), as: World.hrA)

      #expect(changed.revision == 2)
      #expect(then.budgetVnd == 10_000_000)
    }
  }

  @Test func coursesAboveTheBudgetAreRefused() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("budgetVnd", "training_plan.courses_above_budget")
      ) {
        try await world.perform(plan(5_000_000, reason: nil), as: World.hrA)
      }
    }
  }

  @Test func aManagerOfAUnitSeesNoPlanOfTheFirm() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        try await world.perform(
          ShowTrainingPlan(year: 2026, knownAt: nil), as: World.managerOfSales)
      }
    }
  }

  @Test func anotherFirmHasAPlanOfItsOwn() async throws {
    try await withWorld { world in
      _ = try await world.perform(plan(10_000_000, reason: nil), as: World.hrA)
      let other = try await world.perform(
        ShowTrainingPlan(year: 2026, knownAt: nil), as: World.hrB)
      #expect(other.revision == nil)
      #expect(other.results.isEmpty)
    }
  }
}
