import Foundation

/// The reader's choices that turn an estimate and its error into an interval and a verdict.
package struct JudgementRules: Equatable, Sendable {
  /// Level of tests and intervals.
  package let level: Double
  /// Power of the minimum detectable effect.
  package let power: Double
  /// The smallest size that the reader cares about, in units of the coefficient.
  package let worthwhile: Double?

  package init(level: Double, power: Double, worthwhile: Double?) {
    self.level = level
    self.power = power
    self.worthwhile = worthwhile
  }

  func check() throws(StudyRefusal) {
    guard level > 0, level < 1 else {
      throw .invalidField("alpha", "a number between 0 and 1 is needed")
    }
    guard power > 0, power < 1 else {
      throw .invalidField("power", "a number between 0 and 1 is needed")
    }
    if let worthwhile, worthwhile <= 0 {
      throw .invalidField("worthwhile", "a number above 0 is needed")
    }
  }

  /// Quantile of the two-sided test: normal when `degrees` is nil, Student's t otherwise.
  package func criticalValue(degrees: Double?) -> Double {
    quantile(1 - level / 2, degrees)
  }

  package func interval(
    _ estimate: Double, error: Double, degrees: Double?
  ) -> ClosedRange<Double>? {
    let reach = criticalValue(degrees: degrees) * error
    guard reach.isFinite, estimate.isFinite, reach > 0 else { return nil }
    return estimate - reach...estimate + reach
  }

  /// The effect that a test of this level would find with this power, given its error.
  package func minimumDetectableEffect(error: Double, degrees: Double?) -> Double {
    (criticalValue(degrees: degrees) + quantile(power, degrees)) * error
  }

  private func quantile(_ p: Double, _ degrees: Double?) -> Double {
    guard let degrees else { return NormalDistribution.quantile(p) }
    guard degrees > 0 else { return .nan }
    return StudentDistribution(degrees: degrees).quantile(p)
  }
}

extension ClosedRange<Double> {
  /// [low, high], as results write an interval.
  package var ends: [Double] { [lowerBound, upperBound] }
}

/// A comparison of two groups that is yet to be made.
package struct PlannedComparison: Sendable {
  package let treated: Int
  package let control: Int
  package let standardDeviation: Double
  /// Correlation of a firm's outcome between two periods.
  package let correlation: Double
  package let periodsBefore: Int
  package let periodsAfter: Int

  package init(
    treated: Int, control: Int, standardDeviation: Double, correlation: Double,
    periodsBefore: Int, periodsAfter: Int
  ) {
    self.treated = treated
    self.control = control
    self.standardDeviation = standardDeviation
    self.correlation = correlation
    self.periodsBefore = periodsBefore
    self.periodsAfter = periodsAfter
  }

  /// √(σ²(1−ρ)(1/m+1/r)(1/n₁+1/n₀)) · (z_{1−α/2} + z_{power}).
  package func minimumDetectableEffect(_ rules: JudgementRules) -> Double {
    let periods = 1 / Double(periodsBefore) + 1 / Double(periodsAfter)
    let firms = 1 / Double(treated) + 1 / Double(control)
    let variance = standardDeviation * standardDeviation * (1 - correlation) * periods * firms
    return rules.minimumDetectableEffect(error: variance.squareRoot(), degrees: nil)
  }
}
