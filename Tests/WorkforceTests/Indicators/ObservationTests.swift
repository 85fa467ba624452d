import Foundation
import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct ObservationTests {
  @Test func derivedIndicatorsFollowAtOnce() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025", "4.000.000.000")
      try await world.observe("average_employees", "2025", "8")

      let value = try await world.value("SPE", "2025")

      #expect(value.value == 500_000_000)
      #expect(value.confidence == .declared)
    }
  }

  @Test func severalValuesAreAllRecordedOrNone() async throws {
    try await withWorld { world in
      let entries = [
        try world.entry("revenue", "2025-Q1", "1.000.000.000"),
        try world.entry("average_employees", "2025-Q1", "khoảng 20"),
        try world.entry("LP", "2025-Q1", "5"),
        try world.entry("hours_worked", "2027-Q1", "5"),
        try world.entry("hours_worked", "2025-Q1", "-5"),
        try world.entry("hours_worked", "2025-Q2", "5", currency: "USD"),
        try world.entry("doanh số", "2025-Q1", "5"),
      ]

      let error = await #expect(throws: AppError.self) {
        try await world.perform(RecordObservations(entries: entries, reason: nil), as: World.hrA)
      }

      #expect(
        error?.fieldErrors.map { "\($0.field) \($0.rule)" } == [
          "entries[1].value field.not_a_number",
          "entries[2].indicator observation.not_entered",
          "entries[3].period field.in_the_future",
          "entries[4].value observation.negative",
          "entries[5].currency observation.no_money",
          "entries[6].indicator observation.unknown_indicator",
        ])
      try await #expect(world.count("select count(*) from kynang.observation") == 0)
    }
  }

  @Test func aPeriodStandsOnceInARequestAndOnceInTheBooks() async throws {
    try await withWorld { world in
      let twice = RecordObservations(
        entries: [
          try world.entry("revenue", "2025-Q1", "1.000.000"),
          try world.entry("revenue", "2025-Q1", "2.000.000"),
        ], reason: nil)
      await #expect(throws: AppError.invalid("entries[1].period", "observation.period_twice")) {
        try await world.perform(twice, as: World.hrA)
      }
      try await world.observe("revenue", "2025-Q1", "1.000.000")
      await #expect(throws: AppError.invalid("entries[0].value", "observation.recorded_already")) {
        try await world.observe("revenue", "2025-Q1", "2.000.000")
      }
    }
  }

  @Test func aLeapIsAskedAboutAndNeverCorrected() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025-Q1", "1.200.000.000")

      await #expect(
        throws: AppError.invalid(
          "entries[0].value", "observation.leap_down", ["factor": "1000", "period": "2025-Q1"])
      ) {
        try await world.observe("revenue", "2025-Q2", "1.200.000")
      }
      try await world.observe("revenue", "2025-Q2", "1.200.000", confirmsLeap: true)

      let second = try await world.observations().first
      #expect(second?.value == 1_200_000)
      #expect(second?.leapConfirmed == true)
    }
  }

  @Test func aLeapWithinOneRequestIsAskedAbout() async throws {
    try await withWorld { world in
      let entries = [
        try world.entry("revenue", "2025-Q2", "1.200.000"),
        try world.entry("revenue", "2025-Q1", "1.200.000.000"),
      ]
      await #expect(
        throws: AppError.invalid(
          "entries[0].value", "observation.leap_down", ["factor": "1000", "period": "2025-Q1"])
      ) {
        try await world.perform(RecordObservations(entries: entries, reason: nil), as: World.hrA)
      }
    }
  }

  // By hand: addition 900 m, subtraction 1000 m, difference -10 %.
  @Test func valueAddedThatDoesNotAddUpIsShown() async throws {
    try await withWorld { world in
      let report = try await world.perform(
        RecordObservations(
          entries: [
            try world.entry("labour_cost", "2025", "600.000.000"),
            try world.entry("depreciation", "2025", "100.000.000"),
            try world.entry("net_production_taxes", "2025", "0"),
            try world.entry("operating_surplus", "2025", "200.000.000"),
            try world.entry("output", "2025", "3.000.000.000"),
            try world.entry("intermediate_consumption", "2025", "2.000.000.000"),
          ], reason: nil), as: World.hrA)

      let check = try #require(report.valueAddedChecks.first)
      #expect(check.byAddition == 900_000_000)
      #expect(check.bySubtraction == 1_000_000_000)
      #expect(check.differencePct == -10)
    }
  }

  @Test func whatWasKnownThenIsShownAsItWas() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025", "4.000.000.000")
      try await world.observe("average_employees", "2025", "8")
      let then = world.clock.now
      world.clock.advance(days: 1)
      let id = try #require(
        await world.observations().first { $0.indicator == "revenue" }?.id)
      _ = try await world.perform(
        CorrectObservation(
          observationId: id, value: WrittenValue("4.400.000.000"), currency: nil, confidence: nil,
          source: nil, confirmsLeap: nil, reason: "Quyết toán"), as: World.hrA)

      let now = try await world.value("SPE", "2025")
      let before = try await world.value("SPE", "2025", knownAt: then)
      let history = try await world.perform(
        ShowObservationHistory(observationId: id), as: World.hrA)

      #expect(now.value == 550_000_000)
      #expect(before.value == 500_000_000)
      #expect(history.map(\.revision) == [2, 1])
      #expect(history.first?.reason == "Quyết toán")
    }
  }

  @Test func aVoidedValueCountsNoMoreAndMayBeRecordedAgain() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025", "4.000.000.000")
      let id = try #require(await world.observations().first?.id)

      _ = try await world.perform(
        VoidObservation(observationId: id, reason: "Nhầm doanh nghiệp"), as: World.hrA)

      try await #expect(world.observations().isEmpty)
      try await world.observe("revenue", "2025", "3.000.000.000")
    }
  }

  @Test func anotherFirmNeitherReadsNorCorrects() async throws {
    try await withWorld { world in
      try await world.observe("revenue", "2025", "4.000.000.000")
      let id = try #require(await world.observations().first?.id)

      try await #expect(world.observations(as: World.hrB).isEmpty)
      try await #expect(world.value("revenue", "2025", as: World.hrB).value == nil)
      await #expect(throws: AppError.notFound("observation")) {
        try await world.perform(
          VoidObservation(observationId: id, reason: "x"), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("observation")) {
        try await world.perform(ShowObservationHistory(observationId: id), as: World.hrB)
      }
    }
  }

  @Test(arguments: [World.officer, World.teacher1, World.hoaHerself, World.managerOfSales])
  func onlyHRAndDirectorSeeTheFiguresOfTheirFirm(principal: Principal) async throws {
    try await withWorld { world in
      await #expect(throws: AppError.forbidden) {
        _ = try await world.observations(as: principal)
      }
    }
  }

  @Test func anotherCurrencyIsMarkedAsSuch() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        RecordObservations(
          entries: [
            try world.entry("revenue", "2025", "125,5", currency: "USD"),
            try world.entry("average_employees", "2025", "5"),
          ], reason: nil), as: World.hrA)

      let value = try await world.value("SPE", "2025")

      #expect(value.value == Decimal(string: "25.1"))
      #expect(value.currency == "USD")
    }
  }

  @Test func attendedHoursComeFromTheMarksAndCannotBeTyped() async throws {
    try await withWorld { world in
      await #expect(
        throws: AppError.invalid("entries[0].indicator", "observation.not_entered")
      ) {
        try await world.observe("training_hours_attended", "2025", "100")
      }
      let none = try await world.value("training_hours_attended", "2026")
      #expect(none.noValue == .missing)
    }
  }

  @Test func aHouseholdWithoutTaxCodeReportsAnnualDataAlone() async throws {
    try await withWorld { world in
      _ = try await world.rows(
        "update kynang.firm set tax_id_type = 'none', commune_code = null where id = $1 returning 1",
        World.firmA.uuid)
      _ = try await world.rows(
        "delete from kynang.tax_code where firm_id = $1 returning 1", World.firmA.uuid)
      try await world.observe("revenue", "2024", "900.000.000")
      try await world.observe("average_employees", "2024", "3")

      let value = try await world.value("SPE", "2024")

      #expect(value.value == 300_000_000)
    }
  }
}
