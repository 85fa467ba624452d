import Foundation
import Postgres
import Testing

@testable import Workforce

@Suite struct IndicatorEngineTests {
  private static let quarters = ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]

  private func book(adding own: [IndicatorDefinition] = []) throws -> IndicatorBook {
    let data = try ReferenceData.shipped()
    return try IndicatorBook(
      data.indicators.map { try $0.computable() } + own,
      units: Dictionary(uniqueKeysWithValues: data.measureUnits.map { ($0.code, $0.dimension) }))
  }

  private func observed(
    _ code: String, _ values: [(String, Decimal)], currency: String? = nil,
    confidence: Confidence = .measured
  ) throws -> [ObservedValue] {
    try values.map { period, value in
      ObservedValue(
        code: code, period: try #require(Period(period)), value: value, currency: currency,
        confidence: confidence)
    }
  }

  private func byQuarter(_ code: String, _ values: [Decimal]) throws -> [ObservedValue] {
    try observed(code, Array(zip(Self.quarters, values)))
  }

  private func value(
    _ code: String, _ period: String, _ observed: [ObservedValue], deflators: [Deflator] = []
  ) throws -> IndicatorValue {
    let engine = IndicatorEngine(try book(), observed: observed, deflators: deflators)
    let period = try #require(Period(period))
    return try #require(engine.value(of: code, in: period))
  }

  /// Output less intermediate consumption of 2, 2, 2 and 6 bn, with 20, 20, 20 and 30 people.
  private func exampleYear() throws -> [ObservedValue] {
    try byQuarter("output", [3, 3, 3, 9].map { $0 * 1_000_000_000 })
      + byQuarter("intermediate_consumption", [1, 1, 1, 3].map { $0 * 1_000_000_000 })
      + byQuarter("average_employees", [20, 20, 20, 30])
  }

  private static let deflator = Deflator(
    series: "GDP_DEFLATOR", version: "2026-11", baseYear: 2010, year: 2025, value: 190.5,
    certainty: .unsure)

  // By hand: 12 bn / ((20 + 20 + 20 + 30) / 4) = 12 bn / 22.5 = 533,333,333.33.
  @Test func aYearOfLabourProductivityIsTheSumOverTheMean() throws {
    let year = try value("LP", "2025", exampleYear())
    #expect(year.value == Decimal(string: "533333333.333333"))
    #expect(year.monthCount == 12)
    #expect(!year.isAnnualised)
    #expect(!year.isIncomplete)
  }

  // By hand: 2 bn * 4 / 20 = 400 m.
  @Test func aQuarterOfLabourProductivityIsBroughtToAYearAndSaysSo() throws {
    let quarter = try value("LP", "2025-Q1", exampleYear())
    #expect(quarter.value == 400_000_000)
    #expect(quarter.isAnnualised)
  }

  // By hand: three quarters: 6 bn * 12 / 9 / 20 = 400 m.
  @Test func aYearThatIsNotOverIsBroughtToAYearFromItsMonths() throws {
    let year = try value(
      "LP", "2025",
      exampleYear().filter { $0.period.description != "2025-Q4" })
    #expect(year.value == 400_000_000)
    #expect(year.monthCount == 9)
    #expect(year.isAnnualised)
    #expect(year.isIncomplete)
  }

  @Test func twoMonthsMakeNoFigureOfAYear() throws {
    let months = try ["output", "intermediate_consumption", "average_employees"].flatMap {
      try observed($0, [("2025-01", 30), ("2025-02", 10)])
    }
    let year = try value("LP", "2025", months)
    #expect(year.value == nil)
    #expect(year.noValue == .tooFewMonths)
  }

  // By hand: 533,333,333.33 / 190.5 * 100 = 279,965,004.37.
  @Test func constantPricesNameTheDeflatorAndItsBase() throws {
    let year = try value("LP_REAL", "2025", exampleYear(), deflators: [Self.deflator])
    #expect(year.value == Decimal(string: "279965004.374453"))
    #expect(year.deflator == Self.deflator)
  }

  @Test func aYearWithoutADeflatorHasNoConstantPrices() throws {
    let year = try value("LP_REAL", "2025", exampleYear())
    #expect(year.noValue == .noDeflator)
  }

  @Test func valueAddedByAdditionIsPreferredAndTheFallbackNamed() throws {
    let items = try ["labour_cost", "depreciation", "net_production_taxes", "operating_surplus"]
      .flatMap { try observed($0, [("2025", 250)]) }
    let bySubtraction =
      try observed("output", [("2025", 3000)])
      + observed("intermediate_consumption", [("2025", 1900)])

    let both = try value("value_added", "2025", items + bySubtraction)
    let one = try value("value_added", "2025", Array(items.dropFirst()) + bySubtraction)

    #expect(both.value == 1000)
    #expect(both.isByFallback == false)
    #expect(one.value == 1100)
    #expect(one.isByFallback == true)
  }

  // By hand: 100 * (1000 - 1100) / 1100 = -9.090909.
  @Test func theDifferenceOfTheTwoWaysIsShown() throws {
    let items = try ["labour_cost", "depreciation", "net_production_taxes", "operating_surplus"]
      .flatMap { try observed($0, [("2025", 250)]) }
    let difference = try value(
      "VA_DIFF", "2025",
      items + observed("output", [("2025", 3000)])
        + observed("intermediate_consumption", [("2025", 1900)]))
    #expect(difference.value == Decimal(string: "-9.090909"))
  }

  // By hand, from the figures of one year: VA 1000; each ratio as its formula reads.
  @Test(arguments: [
    ("VA", "1000"), ("VA_SUB", "1000"), ("VA_DIFF", "0"), ("LP", "100"), ("LP_HOUR", "0.05"),
    ("LCC", "1.666667"), ("ULC", "0.2"), ("LC_EMP", "60"), ("CP", "0.5"), ("CI", "200"),
    ("VAR", "40"), ("PVA", "15"), ("SPE", "250"), ("TRN_H_ATT", "12"), ("TRN_H_DECL", "3"),
    ("TRN_COST", "2"), ("LP_REAL", "50"),
  ])
  func everyRatioOfTheCatalogueIsAsItsFormulaReads(_ code: String, expected: String) throws {
    let figures: [(String, Decimal)] = [
      ("labour_cost", 600), ("depreciation", 150), ("net_production_taxes", 50),
      ("operating_surplus", 200), ("output", 3000), ("intermediate_consumption", 2000),
      ("average_employees", 10), ("hours_worked", 20_000), ("fixed_assets", 2000),
      ("revenue", 2500), ("profit_before_tax", 150), ("training_hours_attended", 120),
      ("training_hours_declared", 30), ("training_cost", 12),
    ]
    let year = try value(
      code, "2025", try figures.flatMap { try observed($0.0, [("2025", $0.1)]) },
      deflators: [
        Deflator(
          series: "S", version: "1", baseYear: 2010, year: 2025, value: 200, certainty: .known)
      ])
    #expect(year.value == Decimal(string: expected))
  }

  @Test func attendedAndDeclaredHoursAreNeverAdded() throws {
    let codes = Set(try book().items(of: "TRN_H_ATT")).intersection(
      try book().items(of: "TRN_H_DECL"))
    #expect(codes == ["average_employees"])
  }

  @Test func capitalProductivityOfAQuarterIsOneOfAYear() throws {
    let quarter = try value(
      "CP", "2025-Q1",
      byQuarter("output", [300]) + byQuarter("intermediate_consumption", [200])
        + byQuarter("fixed_assets", [1000]))
    #expect(quarter.value == Decimal(string: "0.4"))
    #expect(quarter.isAnnualised)
  }

  @Test func itemsOfDifferentMonthsAreNotCombined() throws {
    let apart = try value(
      "LC_EMP", "2025",
      observed("labour_cost", [("2025-Q1", 90), ("2025-Q2", 90)])
        + observed("average_employees", [("2025-Q3", 10), ("2025-Q4", 10)]))
    #expect(apart.noValue == .monthsDoNotMatch)
  }

  // By hand: only Q1 and Q2 have both; (90 + 90) * 2 / 10 = 36.
  @Test func bothSidesAreTakenOverTheSameMonths() throws {
    let half = try value(
      "LC_EMP", "2025",
      byQuarter("labour_cost", [90, 90, 500, 500])
        + observed("average_employees", [("2025-Q1", 10), ("2025-Q2", 10)]))
    #expect(half.value == 36)
    #expect(half.monthCount == 6)
  }

  @Test func aFigureOfTheYearIsNotSplitIntoQuarters() throws {
    let quarter = try value("revenue", "2025-Q1", observed("revenue", [("2025", 400)]))
    #expect(quarter.value == nil)
    #expect(quarter.missing == ["revenue"])
  }

  @Test func annualDataAloneAreEnough() throws {
    let year = try value(
      "SPE", "2025",
      observed("revenue", [("2025", 400)]) + observed("average_employees", [("2025", 8)]))
    #expect(year.value == 50)
    #expect(!year.isAnnualised)
  }

  @Test func twoCurrenciesAreNotCombined() throws {
    let mixed = try value(
      "LCC", "2025",
      observed("output", [("2025", 30)], currency: "USD")
        + observed("intermediate_consumption", [("2025", 10)], currency: "USD")
        + observed("labour_cost", [("2025", 10)], currency: "VND"))
    #expect(mixed.noValue == .currenciesDiffer)
  }

  @Test func anotherCurrencyIsMarkedAndNotDeflated() throws {
    let foreign =
      try observed("output", [("2025", 30)], currency: "USD")
      + observed("intermediate_consumption", [("2025", 10)], currency: "USD")
      + observed("average_employees", [("2025", 2)])

    let current = try value("LP", "2025", foreign)
    let constant = try value("LP_REAL", "2025", foreign, deflators: [Self.deflator])

    #expect(current.value == 10)
    #expect(current.currency == "USD")
    #expect(constant.noValue == .currenciesDiffer)
  }

  @Test func aValueIsAsSureAsItsLeastSureItem() throws {
    let year = try value(
      "SPE", "2025",
      observed("revenue", [("2025", 400)], confidence: .estimated)
        + observed("average_employees", [("2025", 8)]))
    #expect(year.confidence == .estimated)
  }

  @Test(arguments: [
    ("labour_cost + average_employees", "VND", FormulaError.unitsDoNotAdd),
    ("labour_cost / average_employees", "HOURS", .wrongUnit),
    ("labour_cost / hours_worked", "VND_PER_PERSON_YEAR", .wrongUnit),
    ("labour_cost / staff", "RATIO", .unknownName("staff")),
    ("x_own + labour_cost", "VND", .cycle("x_own")),
    ("fixed_assets / average_employees", "VND_PER_PERSON_YEAR", .wrongUnit),
  ])
  func aFormulaThatMeansNothingIsRefused(
    _ text: String, unit: String, error: FormulaError
  ) throws {
    let own = IndicatorDefinition(
      code: "x_own", unitCode: unit, origin: .derived, nature: nil, annualRule: nil,
      formula: try Formula(text), fallback: nil)
    #expect(throws: error) { try book(adding: [own]) }
  }

  @Test func anOwnFormulaMayStandOnIndicatorsOfTheCatalogue() throws {
    let own = IndicatorDefinition(
      code: "x_own", unitCode: "RATIO", origin: .derived, nature: nil, annualRule: nil,
      formula: try Formula("LP / LC_EMP"), fallback: nil)
    let engine = IndicatorEngine(
      try book(adding: [own]),
      observed: try exampleYear()
        + byQuarter("labour_cost", [1, 1, 1, 3].map { $0 * 1_000_000_000 }),
      deflators: [])
    let year = try #require(Period("2025"))
    let value = engine.value(of: "x_own", in: year)
    #expect(value?.value == 2)
  }
}
