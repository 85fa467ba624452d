import Foundation
import Testing

@testable import Econometrics

/// The cases at the edges that are single rules.
@Suite struct RuleTests {
  private static func rule(_ id: String) throws -> JSON {
    try #require(Vectors.file("edge_cases.json")["cases"].list.first { $0["id"].text == id })
  }

  static func ids(_ function: String) -> [String] {
    let file = try? Vectors.file("edge_cases.json")
    return file?["cases"].list.filter { $0["function"].text == function }
      .compactMap { $0["id"].text } ?? []
  }

  @Test(arguments: ids("status")) func statusFollowsCountsAndDegrees(_ id: String) throws {
    let rule = try Self.rule(id)
    let input = rule["input"]

    let status = Status(
      treated: Int(input["treated_clusters"].number ?? -1),
      control: Int(input["control_clusters"].number ?? -1), degrees: input["df"].number)

    #expect(status.rawValue == rule["expected"]["status"].text)
  }

  @Test(arguments: ids("verdict")) func verdictReadsTheInterval(_ id: String) throws {
    let rule = try Self.rule(id)
    let ends = rule["input"]["ci95"].numbers

    let verdict = Verdict(
      status: try #require(Status(rawValue: rule["input"]["status"].text ?? "")),
      interval: ends[0]...ends[1], worthwhile: rule["input"]["worthwhile"].number)

    #expect(verdict?.rawValue == rule["expected"]["verdict"].text)
  }

  @Test func lagsAndDifferencesFollowTheCalendar() throws {
    let rule = try Self.rule("lag_with_gaps")
    let rows = rule["rows"].list.map(\.numbers)
    let unit = Grouping(name: "firm", numbers: rows.map { $0[0] })
    let periods = rows.map { Int($0[1]) }

    let lag = CalendarNeighbour.lag(rows.map { $0[2] }, unit: unit, periods: periods)
    let difference = CalendarNeighbour.difference(rows.map { $0[2] }, unit: unit, periods: periods)

    expectEqual(lag, rule["expected"]["lag1"].numbers)
    expectEqual(difference, rule["expected"]["diff1"].numbers)
  }

  @Test func cohortsOutsideTheWindowServeAsControlsOrGo() throws {
    let rule = try Self.rule("always_treated_and_out_of_window")
    let labels = ["A", "B", "C", "D", "E"]
    let cohorts = labels.map { label -> Int in
      let date = Int(rule["input"]["cohorts"][label].number ?? 0)
      return date == 0 ? AdoptionPanel.never : date
    }
    let panel = AdoptionPanel(
      periods: Array(1...10), cohorts: cohorts, outcome: [Double](repeating: 1, count: 50),
      covariates: [], clusters: nil)

    let plan = try GroupTimePlan(
      panel, control: .notYet, base: .universal, anticipation: 1, dropsGaps: false)

    let cell = try #require(plan.cells.last)
    #expect(plan.alwaysTreated == 1)
    #expect(plan.cohortsWithoutBase == [2])
    #expect(plan.estimated == [5])
    #expect(cohorts.filter { plan.isControl($0, in: cell) } == [12, AdoptionPanel.never])
  }

  @Test func tailsArePulledToQuantilesOfTheWholeSample() throws {
    let rule = try Self.rule("winsorise_type7")

    let result = Winsorised(rule["rows"].list.map { $0.numbers[0] }, lower: 0.05, upper: 0.95)

    expectEqual(result.values, rule["expected"]["winsorised"].numbers)
    expectEqual(
      [result.low, result.high],
      [rule["expected"]["lo"], rule["expected"]["hi"]].map { $0.number ?? .nan })
  }

  @Test func nominalValuesAreDividedByTheDeflator() throws {
    let rule = try Self.rule("deflate")
    let rows = rule["rows"].list.map(\.numbers)

    let real = deflated(rows.map { $0[1] }, deflators: rows.map { $0[2] }, base: rows[0][2])

    expectEqual(real, rule["expected"]["real"].numbers)
    expectEqual([log(real[2] / real[0])], [rule["expected"]["log_growth_real"].number ?? .nan])
  }

  @Test func aLogCoefficientBecomesAPercentageByItsEnds() throws {
    let rule = try Self.rule("percent_effect")
    let input = rule["input"]

    let effect = PercentEffect(
      coefficient: try #require(input["coef"].number), error: try #require(input["se"].number),
      degrees: input["df"].number,
      rules: JudgementRules(level: 0.05, power: 0.8, worthwhile: nil))

    let interval = try #require(effect.interval)
    expectEqual(
      [effect.percent, interval.lowerBound, interval.upperBound, effect.p],
      [rule["expected"]["percent"].number ?? .nan] + rule["expected"]["ci"].numbers
        + [rule["expected"]["p"].number ?? .nan])
  }

  @Test func severalIndicatorsAreAdjustedTogether() throws {
    let rule = try Self.rule("multiple_indicators")
    let values = rule["rows"].list.map { $0.numbers[0] }

    expectEqual(AdjustedP.holm(values), rule["expected"]["holm"].numbers)
    expectEqual(AdjustedP.benjaminiHochberg(values), rule["expected"]["bh"].numbers)
  }

  @Test(arguments: [GroupTimeMethod.weighting, .doublyRobust])
  func separatedArmsHaveNoNumber(_ method: GroupTimeMethod) throws {
    let rows = try Self.rule("propensity_separation")["rows"].list.map(\.numbers)
    let outcome = rows.flatMap { row -> [Double] in [0, row[2] + row[1]] }
    let sizes = rows.flatMap { row -> [Double] in [row[2], row[2]] }
    let panel = AdoptionPanel(
      periods: [1, 2], cohorts: rows.map { $0[1] == 1 ? 2 : AdoptionPanel.never },
      outcome: outcome, covariates: [sizes], clusters: nil)
    let plan = try GroupTimePlan(
      panel, control: .never, base: .varying, anticipation: 0, dropsGaps: false)

    let effects = GroupTimeEffects(
      plan, method: method, trim: 0.995, matrixLimit: GroupTimeEffects.matrixLimit)

    #expect(effects.value(0) == nil)
    #expect(Aggregation(effects).group.overall == nil)
  }

  @Test func aMinimumDetectableEffectFollowsFromAnError() throws {
    for entry in try Vectors.file("mde.json")["from_se"].list {
      let rules = JudgementRules(
        level: try #require(entry["alpha"].number), power: try #require(entry["power"].number),
        worthwhile: nil)
      let effect = rules.minimumDetectableEffect(
        error: try #require(entry["se"].number),
        degrees: try #require(entry["clusters"].number) - 1)
      expectEqual([effect], [entry["mde"].number ?? .nan])
    }
  }

  @Test func aMinimumDetectableEffectFollowsFromADesign() throws {
    for entry in try Vectors.file("mde.json")["from_design"].list {
      let value = { (key: String) in entry[key].number ?? .nan }
      let comparison = PlannedComparison(
        treated: Int(value("n_treated")), control: Int(value("n_control")),
        standardDeviation: value("sd"), correlation: value("rho"),
        periodsBefore: Int(value("pre")), periodsAfter: Int(value("post")))
      let rules = JudgementRules(level: 0.05, power: 0.8, worthwhile: nil)
      expectEqual([comparison.minimumDetectableEffect(rules)], [entry["mde"].number ?? .nan])
    }
  }
}

/// Equal to 1e-9, missing with missing; the tolerance that the edge cases state.
func expectEqual(
  _ got: [Double], _ expected: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(got.count == expected.count, sourceLocation: sourceLocation)
  for (a, b) in zip(got, expected) {
    let isEqual = a.isNaN && b.isNaN || abs(a - b) <= 1e-9 * max(1e-3, abs(b))
    #expect(isEqual, "\(a) instead of \(b)", sourceLocation: sourceLocation)
  }
}
