import Foundation
import TestSupport
import Testing
import Workforce

@Suite struct ObservationImportTests {
  private func sheet(
    _ csv: String, dryRun: Bool, confirmsLeaps: Bool? = nil, reason: String? = nil
  ) -> ImportObservations {
    ImportObservations(
      fileName: "so-lieu.csv", csv: csv, dryRun: dryRun, confidence: .measured,
      confirmsLeaps: confirmsLeaps, reason: reason)
  }

  private static let wide = """
    Chỉ số;2025-Q1;2025-Q2
    Doanh thu thuần;1.000.000.000;1.100.000.000
    average_employees;20;20,5
    """

  @Test func aSheetWithAColumnForEachPeriodIsRead() async throws {
    try await withWorld { world in
      let dry = try await world.perform(sheet(Self.wide, dryRun: true), as: World.hrA)
      try await #expect(world.observations().isEmpty)
      let report = try await world.perform(sheet(Self.wide, dryRun: false), as: World.hrA)

      #expect(dry.created == 4)
      #expect(!dry.isWritten)
      #expect(report.created == 4)
      let employees = try await world.observations().first {
        $0.indicator == "average_employees" && $0.period.description == "2025-Q2"
      }
      #expect(employees?.value == Decimal(string: "20.5"))
      #expect(employees?.source == "so-lieu.csv")
      #expect(employees?.confidence == .measured)
    }
  }

  @Test func theSameSheetAgainChangesNothing() async throws {
    try await withWorld { world in
      _ = try await world.perform(sheet(Self.wide, dryRun: false), as: World.hrA)
      let again = try await world.perform(sheet(Self.wide, dryRun: false), as: World.hrA)
      #expect(again.same == 4)
      try await #expect(world.count("select count(*) from kynang.observation") == 4)
    }
  }

  @Test func aSheetWithMistakesNamesEachAndWritesNothing() async throws {
    try await withWorld { world in
      let csv = """
        indicator,period,value,currency,confidence
        revenue,2025-Q1,1.000.000,,measured
        revenue,quý 2,1.000.000,,
        average_employees,2025-Q1,1.250,,
        average_employees,2025-Q2,20,usd,sure
        LP,2025,5,,
        revenue,2025-Q1,2.000.000,,
        """

      let report = try await world.perform(sheet(csv, dryRun: true), as: World.hrA)

      #expect(
        report.rows.map { $0.problems.map(\.rule).joined(separator: " ") } == [
          "", "observation.no_period", "observation.two_readings",
          "field.not_a_choice constraint.a_currency_is_three_letters", "observation.not_entered",
          "observation.period_twice",
        ])
      await #expect(throws: AppError.conflict("import.has_errors", ["count": "5"])) {
        try await world.perform(sheet(csv, dryRun: false), as: World.hrA)
      }
      try await #expect(world.observations().isEmpty)
    }
  }

  @Test func aValueThatIsThereIsChangedOnlyForAReason() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025-Q1", "1.000.000.000")
      let csv = "indicator,period,value\nrevenue,2025-Q1,1.100.000.000"

      let without = try await world.perform(sheet(csv, dryRun: true), as: World.hrA)
      let with = try await world.perform(
        sheet(csv, dryRun: false, reason: "Quyết toán quý"), as: World.hrA)

      #expect(without.errors == 1)
      #expect(with.changed == 1)
      try await #expect(world.observations().map(\.revision) == [2])
    }
  }

  @Test func aLeapOfASheetIsAskedAbout() async throws {
    try await withWorld { world in
      let csv = "indicator,2025-Q1,2025-Q2\nrevenue,1.000.000.000,900.000"
      let report = try await world.perform(sheet(csv, dryRun: true), as: World.hrA)
      let confirmed = try await world.perform(
        sheet(csv, dryRun: false, confirmsLeaps: true), as: World.hrA)
      #expect(report.rows.last?.problems.map(\.rule) == ["observation.leap_down"])
      #expect(confirmed.created == 2)
    }
  }

  @Test(arguments: [
    ("", "import.no_rows"), ("a,b\n1,2", "observation.no_indicator_column"),
    ("indicator,name\nrevenue,x", "observation.no_value_column"),
    ("indicator,period,period\nrevenue,2025,2025", "import.column_twice"),
  ])
  func whatIsNoSheetIsRefused(_ csv: String, rule: String) async throws {
    try await withWorld { world in
      let error = await #expect(throws: AppError.self) {
        try await world.perform(sheet(csv, dryRun: true), as: World.hrA)
      }
      #expect(error?.fieldErrors.first?.rule == rule)
    }
  }
}
