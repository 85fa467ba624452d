import Foundation
import Testing

@testable import Econometrics

/// The generated national panel: the same numbers from the same counters, and the estimates that
/// reference programs give on 50,000 firms.
@Suite struct ScaleTests {
  static let panel = SyntheticPanel(firms: 50_000, quarters: 20, seed: 20_260_101)
  static let adoption = panel.adoptionPanel()

  @Test func theGeneratedPanelMeetsItsCheckSums() throws {
    let check = try Vectors.study("scale_synth_50000_fe")["dataset"]["check"]

    let outcome = Self.adoption.outcome

    let sum = try #require(check["sum_y"].number)
    #expect(abs(outcome.reduce(0, +) - sum) <= 1e-9 * sum)
    expectEqual(Array(outcome.prefix(3)), check["first_firm_y"].numbers)
    expectEqual(
      [Self.panel.meanEffect()],
      [check["mean_true_effect_on_treated_cells"].number ?? .nan])
  }

  @Test(arguments: ["scale_synth_50000_cs_never", "scale_synth_50000_cs_not_yet"])
  func groupTimeEffectsOfAMillionRowsAgree(_ name: String) throws {
    let vector = try Vectors.study(name)
    let control = try #require(GroupTimeControl(rawValue: vector["spec"]["control"].text ?? ""))

    let plan = try GroupTimePlan(
      Self.adoption, control: control, base: .varying, anticipation: 0, dropsGaps: false)
    let effects = GroupTimeEffects(
      plan, method: .regression, trim: 0.995, matrixLimit: GroupTimeEffects.matrixLimit)
    let simple = try #require(Aggregation(effects).simple)

    let got = JSON.object([
      "aggregations": .object([
        "simple": .object([
          "overall": .number(simple.estimate),
          "overall_se": .number(effects.standardError(simple)),
        ])
      ])
    ])
    #expect(Tolerance(vector["tolerance"]).differences(vector["expected"], got, path: []) == [])
  }

  @Test func twoWayEffectsOfAMillionRowsAgree() throws {
    let vector = try Vectors.study("scale_synth_50000_fe")
    let rows = AdoptionRows(Self.adoption)
    let treatment = rows.cohorts.indices.map { rows.dates[$0] >= rows.cohorts[$0] ? 1.0 : 0.0 }

    let fit = try Regression(
      Design(
        outcome: rows.outcome, columns: [treatment], names: ["D"], effects: [rows.unit, rows.time]))
    let factor = fit.clusterFactor(
      parameters: fit.nonnestedParameters([rows.unit]), clusters: rows.unit.count)

    let error = (fit.sandwich(rows.unit)[0, 0] * factor).squareRoot()
    let got = JSON.object([
      "coef": .object(["D": .number(fit.coefficients[0])]),
      "se_cr1": .object(["D": .number(error)]),
    ])
    #expect(Tolerance(vector["tolerance"]).differences(vector["expected"], got, path: []) == [])
  }
}
