import Econometrics

extension Bench {
  /// How often intervals hold the truth, and how often an effect is declared where there is none.
  static func coverage() throws {
    let rules = JudgementRules(level: 0.05, power: 0.8, worthwhile: nil)
    let designs = [(40, 20), (40, 5), (100, 10), (200, 5), (200, 20), (200, 100)]
    let draws = 4000
    for (firms, treated) in designs {
      for effect in [0.0, 0.3] {
        let trial = SimulatedTrial(
          firms: firms, treated: treated, periods: 8, effect: effect, persistence: 0.6)
        var covered = [0, 0]
        var declared = [0, 0]
        for seed in 1...UInt64(draws) {
          let answers = [
            try trial.regressionAnswer(seed: seed, rules: rules),
            try trial.groupTimeAnswer(seed: seed, rules: rules),
          ]
          for (index, answer) in answers.enumerated() {
            covered[index] += answer.covers ? 1 : 0
            declared[index] += answer.verdict == .effect ? 1 : 0
          }
        }
        for (index, name) in ["two-way effects, CR2", "group-time"].enumerated() {
          let coverage = Double(covered[index]) / Double(draws)
          let rate = Double(declared[index]) / Double(draws)
          print("\(firms) firms, \(treated) treated, effect \(effect), \(name):", terminator: " ")
          print("coverage \(coverage), effect declared \(rate)")
        }
      }
    }
  }
}
