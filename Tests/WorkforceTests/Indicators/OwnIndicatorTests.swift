import Foundation
import TestSupport
import Testing
import Workforce

@Suite struct OwnIndicatorTests {
  private func defining(
    _ code: String, formula: String?, unit: String, nature: IndicatorNature? = nil
  ) -> CreateIndicator {
    CreateIndicator(
      code: code, name: LocalizedText(vi: "Chỉ số của tôi", en: nil), definition: nil,
      unitCode: unit, better: .up, mayBeNegative: false, nature: nature, annualRule: nil,
      formula: formula)
  }

  @Test func anOwnIndicatorIsEnteredAndUsedInAFormula() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        defining("x_orders", formula: nil, unit: "COUNT", nature: .flow), as: World.hrA)
      _ = try await world.perform(
        defining("x_per_order", formula: "revenue / x_orders", unit: "VND_PER_REQUEST"),
        as: World.hrA)
      try await world.observe("x_orders", "2025", "400")
      try await world.observe("revenue", "2025", "1.000.000")

      let value = try await world.value("x_per_order", "2025")

      #expect(value.value == 2500)
    }
  }

  @Test(arguments: [
    ("x_a", "labour_cost + hours_worked", AppError.invalid("formula", "formula.units_do_not_add")),
    ("x_a", "x_a * 2", .invalid("formula", "formula.cycle", ["name": "x_a"])),
    ("x_a", "salaries * 2", .invalid("formula", "formula.unknown_name", ["name": "salaries"])),
    ("x_a", "labour_cost; drop", .invalid("formula", "formula.unexpected", ["position": "12"])),
    ("labour", "labour_cost", .invalid("code", "constraint.an_own_indicator_code_starts_with_x")),
  ])
  func aDefinitionThatMeansNothingIsRefused(
    _ code: String, formula: String, error: AppError
  ) async throws {
    try await withWorld { world in
      await #expect(throws: error) {
        try await world.perform(defining(code, formula: formula, unit: "VND"), as: World.hrA)
      }
    }
  }

  @Test func aChangedFormulaCountsFromThenOn() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        defining("x_double", formula: "revenue * 2", unit: "VND"), as: World.hrA)
      try await world.observe("revenue", "2025", "1.000.000")
      let then = world.clock.now
      world.clock.advance(days: 1)

      let changed = try await world.perform(
        ChangeIndicator(
          code: "x_double", name: nil, definition: nil, better: nil, mayBeNegative: nil,
          formula: "revenue * 3", reason: "Nhầm hệ số"), as: World.hrA)

      #expect(changed.version == 2)
      try await #expect(world.value("x_double", "2025").value == 3_000_000)
      try await #expect(world.value("x_double", "2025", knownAt: then).value == 2_000_000)
    }
  }

  @Test func theCatalogueIsNotChangedByAFirm() async throws {
    try await withWorld { world in
      await #expect(throws: AppError.conflict("indicator.of_the_catalogue")) {
        try await world.perform(
          ChangeIndicator(
            code: "LP", name: nil, definition: nil, better: nil, mayBeNegative: nil,
            formula: "revenue", reason: "x"), as: World.hrA)
      }
    }
  }

  @Test func anotherFirmDoesNotSeeIt() async throws {
    try await withWorld { world in
      _ = try await world.perform(
        defining("x_secret", formula: "revenue * 2", unit: "VND"), as: World.hrA)
      await #expect(throws: AppError.notFound("indicator")) {
        try await world.perform(ShowIndicator(code: "x_secret"), as: World.hrB)
      }
      await #expect(throws: AppError.notFound("indicator")) {
        try await world.perform(ShowIndicator(code: "x_secret"), as: World.officer)
      }
    }
  }
}
