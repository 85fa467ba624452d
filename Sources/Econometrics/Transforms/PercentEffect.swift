import Foundation

/// A coefficient on a logarithm as per cent: 100(e^b − 1), the ends of the interval alike.
package struct PercentEffect: Equatable, Sendable {
  package let percent: Double
  package let interval: ClosedRange<Double>?
  package let p: Double

  /// `degrees` nil: the normal distribution.
  package init(coefficient: Double, error: Double, degrees: Double?, rules: JudgementRules) {
    percent = 100 * expm1(coefficient)
    interval = rules.interval(coefficient, error: error, degrees: degrees).map {
      100 * expm1($0.lowerBound)...100 * expm1($0.upperBound)
    }
    let statistic = coefficient / error
    p =
      degrees.map { StudentDistribution(degrees: $0).twoSided(statistic) }
      ?? NormalDistribution.twoSided(statistic)
  }
}
