import Foundation

/// A panel drawn to see how often intervals and verdicts err: firm and period effects, errors that
/// follow an AR(1) within a firm, and a constant effect on those treated in the second half.
package struct SimulatedTrial: Sendable {
  package let firms: Int
  package let treated: Int
  package let periods: Int
  package let effect: Double
  /// Correlation of a firm's error with that of the period before.
  package let persistence: Double

  package init(firms: Int, treated: Int, periods: Int, effect: Double, persistence: Double) {
    self.firms = firms
    self.treated = treated
    self.periods = periods
    self.effect = effect
    self.persistence = persistence
  }

  /// The first `treated` firms adopt half-way.
  package func panel(seed: UInt64) -> AdoptionPanel {
    var generator = SeededGenerator(seed: seed)
    var spare: Double?
    func normal() -> Double {
      if let value = spare {
        spare = nil
        return value
      }
      let radius = (-2 * log(1 - generator.uniform())).squareRoot()
      let angle = 2 * Double.pi * generator.uniform()
      spare = radius * sin(angle)
      return radius * cos(angle)
    }
    let start = periods / 2 + 1
    let innovation = (1 - persistence * persistence).squareRoot()
    let waves = (0..<periods).map { _ in normal() }
    var outcome: [Double] = []
    for firm in 0..<firms {
      let level = normal()
      var error = normal()
      for period in 1...periods {
        let gain = firm < treated && period >= start ? effect : 0
        outcome.append(level + waves[period - 1] + gain + error)
        error = persistence * error + innovation * normal()
      }
    }
    return AdoptionPanel(
      periods: Array(1...periods),
      cohorts: (0..<firms).map { $0 < treated ? start : AdoptionPanel.never }, outcome: outcome,
      covariates: [], clusters: nil)
  }

  /// What the two-way fixed-effects study of one draw says by the rules of the product.
  package func regressionAnswer(
    seed: UInt64, rules: JudgementRules
  ) throws(StudyRefusal) -> (verdict: Verdict?, covers: Bool) {
    let rows = AdoptionRows(panel(seed: seed))
    let treatment = rows.cohorts.indices.map { rows.dates[$0] >= rows.cohorts[$0] ? 1.0 : 0.0 }
    let fit = try Regression(
      Design(
        outcome: rows.outcome, columns: [treatment], names: ["D"],
        effects: [rows.unit, rows.time]))
    guard
      let reduced = try BiasReducedErrors(fit, regressors: [treatment], clusters: rows.unit)
    else { return (nil, false) }
    let interval = rules.interval(
      fit.coefficients[0], error: reduced.standardErrors[0], degrees: reduced.degrees[0])
    let status = Status(
      treated: treated, control: firms - treated, degrees: reduced.degrees[0])
    return (
      Verdict(status: status, interval: interval, worthwhile: rules.worthwhile),
      interval?.contains(effect) ?? false
    )
  }

  /// The same for group-time effects.
  package func groupTimeAnswer(
    seed: UInt64, rules: JudgementRules
  ) throws(StudyRefusal) -> (verdict: Verdict?, covers: Bool) {
    let plan = try GroupTimePlan(
      panel(seed: seed), control: .notYet, base: .universal, anticipation: 0, dropsGaps: false)
    let effects = GroupTimeEffects(
      plan, method: .doublyRobust, trim: 0.995, matrixLimit: GroupTimeEffects.matrixLimit)
    guard let overall = Aggregation(effects).group.overall else { return (nil, false) }
    let counts = effects.counts(of: overall)
    let parts = effects.parts(overall)
    let degrees = counts.degrees(parts)
    let status = Status(treated: counts.treated, control: counts.control, degrees: degrees)
    let interval = counts.interval(
      overall.estimate, parts, units: effects.moments.units, rules: rules)
    return (
      Verdict(status: status, interval: interval, worthwhile: rules.worthwhile),
      interval?.contains(effect) ?? false
    )
  }
}
