import Foundation
import Testing

@testable import Econometrics

/// The questions beside the headline, on a panel whose true effects are known.
@Suite struct ImpactAnalysisTests {
  private static let truth = SyntheticPanel(firms: 600, quarters: 20, seed: 7)

  private static let design = ImpactDesign(
    isLogarithm: false, comparison: .notYet, anticipation: 0, covariates: [], cluster: nil,
    rules: JudgementRules(level: 0.05, power: 0.8, worthwhile: nil),
    band: BandRequest(draws: 4999, seed: 1))

  /// `effect` false: the same firms adopt and nothing comes of it.
  private static func table(
    effect: Bool, extra: [(name: String, column: Econometrics.Table.Column)]
  )
    -> Econometrics.Table
  {
    let outcomes = truth.outcomes()
    var firm: [Double] = []
    var period: [Double] = []
    var cohort: [Double] = []
    var sector: [Double] = []
    var outcome: [Double] = []
    for unit in 0..<truth.firms {
      for quarter in 1...truth.quarters {
        firm.append(Double(unit))
        period.append(Double(quarter))
        cohort.append(Double(truth.cohort(unit)))
        sector.append(Double(truth.sector(unit) % 4))
        let value = outcomes[unit * truth.quarters + quarter - 1]
        outcome.append(effect ? value : value - truth.trueEffect(unit, quarter))
      }
    }
    return Econometrics.Table(
      rows: firm.count,
      columns: [
        (ImpactColumn.firm, .numbers(firm)), (ImpactColumn.period, .numbers(period)),
        (ImpactColumn.cohort, .numbers(cohort)), (ImpactColumn.outcome, .numbers(outcome)),
        (ImpactColumn.sector, .numbers(sector)),
      ] + extra)
  }

  private static func findings(
    _ table: Econometrics.Table, _ wanted: (ImpactAnalysis.Step) -> Bool
  ) throws -> (StudyResult, ImpactFindings) {
    let analysis = ImpactAnalysis(table, design)
    let headline = try analysis.headline()
    var findings = ImpactFindings()
    for step in try analysis.steps(after: headline) where wanted(step) {
      try analysis.take(step, into: &findings)
    }
    return (headline, findings)
  }

  @Test func thePlantedEffectIsFoundWhereTwoWayEffectsMissIt() throws {
    let (headline, findings) = try Self.findings(Self.table(effect: true, extra: [])) {
      $0 == .opinion(.fixedEffects) || $0 == .opinion(.imputation) || $0 == .opinion(.bacon)
    }

    let rules = Self.design.rules
    let estimate = try #require(headline.headlineEstimate(rules))
    let truth = try Self.groupAverage()
    let twoWay = try #require(findings.opinions["fe"]?.headlineEstimate(rules))
    let imputed = try #require(findings.opinions["imputation_bjs"]?.headlineEstimate(rules))
    #expect(headline.verdict == .effect)
    #expect(try #require(estimate.interval).contains(truth))
    #expect(!(try #require(twoWay.interval).contains(imputed.estimate)))
    #expect(findings.opinions["goodman_bacon"]?.warnings.contains(.forbiddenComparisons) == true)
  }

  /// Mean over cohorts, weighted by firms, of the mean over quarters since adoption.
  private static func groupAverage() throws -> Double {
    var sums: [Int: (Double, Int)] = [:]
    for unit in 0..<truth.firms where truth.cohort(unit) > 0 {
      let start = truth.cohort(unit)
      let mean =
        (start...truth.quarters).reduce(0) { $0 + truth.trueEffect(unit, $1) }
        / Double(truth.quarters - start + 1)
      let old = sums[start] ?? (0, 0)
      sums[start] = (old.0 + mean, old.1 + 1)
    }
    let total = sums.values.reduce((0, 0)) { ($0.0 + $1.0, $0.1 + $1.1) }
    return total.0 / Double(total.1)
  }

  @Test func whereNothingCameOfItNoEffectIsDeclared() throws {
    let (headline, _) = try Self.findings(Self.table(effect: false, extra: [])) { _ in false }

    #expect(headline.verdict == .inconclusive)
  }

  @Test func aPretendedEarlierAdoptionFindsNothing() throws {
    let (_, findings) = try Self.findings(Self.table(effect: true, extra: [])) { $0 == .placebo }

    let placebo = try #require(findings.variants.first)
    let low = try #require(placebo.low)
    let high = try #require(placebo.high)
    #expect(low < 0 && high > 0)
    #expect((placebo.treated ?? 0) > 0)
  }

  @Test func eachCohortAndSectorIsLeftOutInTurn() throws {
    let (headline, findings) = try Self.findings(Self.table(effect: true, extra: [])) { step in
      switch step {
      case .withoutCohort, .withoutSector: true
      case .opinion, .otherComparison, .anticipation, .winsorised, .placebo, .balanced, .levers,
        .doses, .lags, .oneFirm:
        false
      }
    }

    let cohorts = findings.variants.filter { $0.kind == .withoutCohort }
    let sectors = findings.variants.filter { $0.kind == .withoutSector }
    #expect(cohorts.map(\.label) == ["4", "6", "8", "10", "12", "14", "16", "18"])
    #expect(sectors.map(\.label) == ["0", "1", "2", "3"])
    #expect(cohorts.allSatisfy { ($0.treated ?? 0) < headline.treatedClusters ?? 0 })
  }

  @Test func twoLeversAddUp() throws {
    let second = (0..<Self.truth.firms).flatMap { unit in
      [Double](repeating: unit % 3 == 0 ? 10 : unit % 3 == 1 ? 15 : 0, count: Self.truth.quarters)
    }
    let table = Self.table(effect: true, extra: [(ImpactColumn.second, .numbers(second))])
    let (_, findings) = try Self.findings(table) { $0 == .levers }

    let levers = try #require(findings.levers)
    let lines = Dictionary(
      uniqueKeysWithValues: levers.figures.map { ($0.line, $0.estimate ?? .nan) })
    let withSupport = try #require(lines[.trainingWithSupport])
    let without = try #require(lines[.trainingWithoutSupport])
    let together = try #require(lines[.complementarity])
    #expect(abs(withSupport - without - together) < 1e-12)
    #expect(
      [
        levers.order.neither, levers.order.trainingOnly, levers.order.supportOnly,
        levers.order.trainingFirst, levers.order.supportFirst, levers.order.together,
      ].compactMap(\.self).reduce(0, +) == 600)
    #expect(levers.status == .reportable)
  }

  @Test func thirdsOfTheDoseShareTheComparison() throws {
    let dose = (0..<Self.truth.firms).flatMap { unit in
      [Double](
        repeating: Self.truth.cohort(unit) > 0 ? Double(unit % 30 + 1) : 0,
        count: Self.truth.quarters)
    }
    let table = Self.table(effect: true, extra: [(ImpactColumn.dose, .numbers(dose))])
    let (headline, findings) = try Self.findings(table) { $0 == .doses }

    let thirds = try #require(findings.doses).thirds
    #expect(thirds.map(\.treated).reduce(0, +) == headline.treatedClusters)
    #expect(thirds.map(\.from) == [1, thirds[0].to, thirds[1].to])
  }

  @Test func aBreakInTrendIsMeasuredByTheLargestBefore() throws {
    let analysis = ImpactAnalysis(Self.table(effect: true, extra: []), Self.design)
    guard case .groupTime(let numbers) = try analysis.headline().numbers else {
      Issue.record("no group-time effects")
      return
    }

    let bound = try #require(TrendViolation(numbers, Self.design.rules))

    let dynamic = numbers.aggregations.dynamic
    let labels = try #require(dynamic.labels)
    let exposure = labels.filter { $0 >= 0 }.map { Double($0 + 1) }
    let mean = exposure.reduce(0, +) / Double(exposure.count)
    let gap = bound.breakdown * bound.largestChange * mean
    let reach = 1.959963984540054 * (dynamic.overallError ?? 0)
    #expect(abs(gap - (abs(dynamic.overall ?? 0) - reach)) < 1e-9)
  }
}
