import Foundation
import Testing

@testable import Econometrics

/// What must hold of the estimators for staggered adoption on any data.
@Suite struct StaggeredPropertyTests {
  let panel = SyntheticPanel(firms: 120, quarters: 20, seed: 9).adoptionPanel()

  private func plan(
    _ panel: AdoptionPanel, _ control: GroupTimeControl, _ base: GroupTimeBase
  ) throws -> GroupTimePlan {
    try GroupTimePlan(panel, control: control, base: base, anticipation: 0, dropsGaps: false)
  }

  private func near(_ a: Double?, _ b: Double?, _ distance: Double) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= distance * max(1, abs(b))
  }

  @Test(arguments: [GroupTimeControl.never, .notYet], [GroupTimeBase.universal, .varying])
  func periodSumsGiveWhatInfluenceFunctionsGive(
    _ control: GroupTimeControl, _ base: GroupTimeBase
  ) throws {
    let plan = try plan(panel, control, base)

    let explicit = GroupTimeEffects(
      plan, method: .regression, trim: 1, matrixLimit: GroupTimeEffects.matrixLimit)
    let sums = GroupTimeEffects(plan, method: .regression, trim: 1, matrixLimit: 0)

    #expect(sums.influence == nil)
    #expect(explicit.counts == sums.counts)
    for cell in plan.cells.indices {
      #expect(near(explicit.value(cell), sums.value(cell), 1e-12))
    }
    for (a, b) in zip(aggregates(explicit), aggregates(sums)) {
      #expect(near(a.estimate, b.estimate, 1e-12))
      #expect(near(explicit.standardError(a), sums.standardError(b), 1e-11))
      let parts = (explicit.parts(a), sums.parts(b))
      #expect(near(parts.0.treated, parts.1.treated, 1e-9))
    }
  }

  @Test func periodSumsGiveWhatInfluenceFunctionsGiveByCluster() throws {
    let clustered = AdoptionPanel(
      periods: panel.periods, cohorts: panel.cohorts, outcome: panel.outcome, covariates: [],
      clusters: (0..<panel.units).map { Int32($0 % 11) })
    let plan = try plan(clustered, .notYet, .universal)

    let explicit = GroupTimeEffects(
      plan, method: .regression, trim: 1, matrixLimit: GroupTimeEffects.matrixLimit)
    let sums = GroupTimeEffects(plan, method: .regression, trim: 1, matrixLimit: 0)

    for (a, b) in zip(aggregates(explicit), aggregates(sums)) {
      #expect(near(explicit.standardError(a), sums.standardError(b), 1e-11))
    }
    #expect(explicit.counts == sums.counts)
  }

  /// Beyond a number of draws the band comes from the covariance instead of multipliers.
  @Test func bandsFromTheCovarianceAgreeWithMultipliers() throws {
    let plan = try plan(panel, .notYet, .universal)
    let explicit = GroupTimeEffects(
      plan, method: .regression, trim: 1, matrixLimit: GroupTimeEffects.matrixLimit)
    let sums = GroupTimeEffects(plan, method: .regression, trim: 1, matrixLimit: 0)
    let request = BandRequest(draws: 4999, seed: 1)

    let multipliers = UniformBand(
      explicit, request, dynamic: Aggregation(explicit).dynamic, level: 0.05)
    let normal = UniformBand(sums, request, dynamic: Aggregation(sums).dynamic, level: 0.05)

    let pair = (try #require(multipliers.dynamic), try #require(normal.dynamic))
    #expect(abs(pair.0 - pair.1) < 0.15)
    #expect(pair.1 > 1.96)
  }

  private func aggregates(_ effects: GroupTimeEffects) -> [Aggregate] {
    let aggregation = Aggregation(effects)
    let families = [aggregation.group, aggregation.dynamic, aggregation.calendar]
    return [aggregation.simple].compactMap { $0 } + families.compactMap(\.overall)
      + families.flatMap(\.members)
  }

  /// A covariate that is the same for all says nothing, so all three methods are the comparison of
  /// means.
  @Test(arguments: GroupTimeMethod.allCases)
  func methodsAgreeWithoutInformativeCovariates(_ method: GroupTimeMethod) throws {
    var outcome: [Double] = []
    var generator = SeededGenerator(seed: 3)
    for _ in 0..<40 { outcome += [generator.uniform(), generator.uniform()] }
    let cohorts = (0..<40).map { $0 < 15 ? 2 : AdoptionPanel.never }
    let plain = AdoptionPanel(
      periods: [1, 2], cohorts: cohorts, outcome: outcome, covariates: [], clusters: nil)
    let adjusted = AdoptionPanel(
      periods: [1, 2], cohorts: cohorts, outcome: outcome,
      covariates: [[Double](repeating: 4, count: 80)], clusters: nil)

    let a = GroupTimeEffects(
      try plan(plain, .never, .universal), method: method, trim: 0.995, matrixLimit: 1000)
    let b = GroupTimeEffects(
      try plan(adjusted, .never, .universal), method: method, trim: 0.995, matrixLimit: 1000)

    let first = Aggregation(a).single(1)
    let second = Aggregation(b).single(1)
    #expect(near(first.estimate, second.estimate, 1e-12))
    #expect(near(a.standardError(first), b.standardError(second), 1e-10))
  }

  @Test func sunAbrahamEqualsGroupTimeWithNeverTreatedControls() throws {
    let effects = GroupTimeEffects(
      try plan(panel, .never, .universal), method: .regression, trim: 1, matrixLimit: 1_000_000)
    let model = try EventRegression(
      AdoptionRows(panel), reference: -1, byCohort: true, last: 20, names: [])

    for entry in model.terms {
      let cell = effects.plan.cells.firstIndex { cell in
        cell.cohort == entry.term.cohort
          && panel.periods[cell.period] - cell.cohort == entry.term.event
      }
      let position = try #require(entry.position)
      #expect(near(model.estimate(position).coef, effects.value(try #require(cell)), 1e-9))
    }
  }

  @Test func componentsAddUpToTheCoefficient() throws {
    let rows = AdoptionRows(panel)
    let treatment = rows.cohorts.indices.map { rows.dates[$0] >= rows.cohorts[$0] ? 1.0 : 0.0 }
    let fit = try Regression(
      Design(
        outcome: rows.outcome, columns: [treatment], names: ["D"], effects: [rows.unit, rows.time]))

    let decomposition = BaconDecomposition(panel)

    #expect(near(decomposition.coefficient, fit.coefficients[0], 1e-12))
    let left = dot(fit.regressors.values, fit.regressors.values) / Double(fit.rows)
    #expect(near(decomposition.weightSum, left, 1e-12))
  }

  @Test func componentsAddUpWithUnitsTreatedThroughout() throws {
    let cohorts = panel.cohorts.map { $0 == 4 ? 1 : $0 }
    let kept = AdoptionPanel(
      periods: panel.periods, cohorts: cohorts, outcome: panel.outcome, covariates: [],
      clusters: nil)
    let rows = AdoptionRows(kept)
    let treatment = rows.cohorts.indices.map { rows.dates[$0] >= rows.cohorts[$0] ? 1.0 : 0.0 }
    let fit = try Regression(
      Design(
        outcome: rows.outcome, columns: [treatment], names: ["D"], effects: [rows.unit, rows.time]))

    let decomposition = BaconDecomposition(kept)

    #expect(decomposition.components.contains { $0.type == .laterVsAlways && $0.untreated == 1 })
    #expect(near(decomposition.coefficient, fit.coefficients[0], 1e-12))
  }

  @Test func imputationOfTwoGroupsInTwoPeriodsIsTheSimpleDifference() {
    let outcome = [1.0, 3, 2, 5, 1, 1.5, 0, 1]
    let small = AdoptionPanel(
      periods: [1, 2], cohorts: [2, 2, AdoptionPanel.never, AdoptionPanel.never],
      outcome: outcome, covariates: [], clusters: nil)

    let estimate = Imputation(AdoptionRows(small), anticipation: 0)

    #expect(near(estimate.overall?.coef, 2.5 - 0.75, 1e-12))
    #expect(estimate.notEstimable == 0)
  }

  @Test func aCohortOfOneUnitIsPrintedWithItsFlag() throws {
    var lines = ["firm,period,g,y"]
    var generator = SeededGenerator(seed: 2)
    for firm in 1...30 {
      let cohort = firm == 1 ? 3 : firm <= 12 ? 4 : 0
      for period in 1...5 { lines.append("\(firm),\(period),\(cohort),\(generator.uniform())") }
    }
    let specification =
      #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","cohort":"g"}"#

    let result = Study.run(
      specification: Data(specification.utf8), csv: Data(lines.joined(separator: "\n").utf8))

    guard case .groupTime(let numbers)? = result.numbers else {
      Issue.record("there are no numbers")
      return
    }
    let alone = numbers.cells.filter { $0.g == 3 && $0.post }
    #expect(alone.allSatisfy { $0.att != nil && $0.flags.contains(.oneUnitCohort) })
    #expect(alone.allSatisfy { $0.status == .notEnoughEvidence })
    #expect(result.warnings.contains(.oneUnitCohort))
    #expect(result.status == .exploratorySmallSample)
  }
}
