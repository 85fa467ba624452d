import Testing

@testable import Econometrics

/// How often the rules err, by seeded draws. A long run of the same is `scripts/bench-econometrics`.
@Suite struct SimulationTests {
  private static let rules = JudgementRules(level: 0.05, power: 0.8, worthwhile: nil)
  private static let draws = 400
  /// Group-time effects take less time than reduced errors, so more can be drawn.
  private static let manyDraws = 1200

  /// A true rate of 5 % passes 6 % in four of five sets of 400 draws; the seeds are fixed.
  @Test(arguments: [(40, 20), (200, 5)])
  func regressionsDeclareFewEffectsWhereThereAreNone(_ firms: Int, _ treated: Int) throws {
    let trial = SimulatedTrial(
      firms: firms, treated: treated, periods: 6, effect: 0, persistence: 0.6)

    let wrong = try (1...UInt64(Self.draws)).filter {
      try trial.regressionAnswer(seed: $0, rules: Self.rules).verdict == .effect
    }

    #expect(Double(wrong.count) / Double(Self.draws) <= 0.06)
  }

  @Test(arguments: [(40, 20), (200, 5)])
  func groupTimeEffectsDeclareFewEffectsWhereThereAreNone(_ firms: Int, _ treated: Int) throws {
    let trial = SimulatedTrial(
      firms: firms, treated: treated, periods: 6, effect: 0, persistence: 0.6)

    let wrong = try (1...UInt64(Self.manyDraws)).filter {
      try trial.groupTimeAnswer(seed: $0, rules: Self.rules).verdict == .effect
    }

    #expect(Double(wrong.count) / Double(Self.manyDraws) <= 0.06)
  }

  @Test func intervalsHoldTheTruthNineteenTimesInTwenty() throws {
    let trial = SimulatedTrial(firms: 60, treated: 25, periods: 6, effect: 0.5, persistence: 0.6)

    let answers = try (1...UInt64(Self.manyDraws)).map {
      try trial.groupTimeAnswer(seed: $0, rules: Self.rules).covers
    }

    let coverage = Double(answers.filter { $0 }.count) / Double(answers.count)
    #expect((0.925...0.975).contains(coverage))
  }
}
