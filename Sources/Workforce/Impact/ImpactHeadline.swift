import Econometrics

/// What a reader is told first: the number with its comparison, count, interval, status and verdict.
package struct ImpactHeadline: Codable, Equatable, Sendable {
  /// How far the design lets the number be called an effect.
  package enum Claim: String, Codable, Sendable, CaseIterable {
    /// Compared with what others show would have happened.
    case compared
    /// A regression on what firms chose.
    case association
    /// Nothing stands in for what would have happened.
    case descriptive
  }

  /// What keeps a study from a better status.
  package struct Shortfall: Codable, Equatable, Sendable {
    package let treated: Int
    package let control: Int
    /// Counts suffice, but the information is concentrated in too few of them.
    package let isUneven: Bool
  }

  package let claim: Claim
  /// Whether the estimate is in log points, to be read as per cent.
  package let isLogarithm: Bool
  package let estimate: Double?
  package let low: Double?
  package let high: Double?
  package let minimumDetectableEffect: Double?
  /// Probability of the interval, such as 0.95.
  package let confidence: Double
  package let worthwhile: Double?
  package let treated: Int
  package let control: Int
  package let status: String
  package let verdict: String?
  /// Nil when the status is the best there is or no count would help.
  package let shortfall: Shortfall?
  package let warnings: [String]
}

extension ImpactHeadline {
  package init(
    _ result: StudyResult, _ rules: JudgementRules, claim: Claim, isLogarithm: Bool
  ) {
    let headline = result.headlineEstimate(rules)
    let treated = result.treatedClusters ?? 0
    let control = result.controlClusters ?? 0
    self.init(
      claim: claim, isLogarithm: isLogarithm, estimate: headline?.estimate,
      low: headline?.interval?.lowerBound, high: headline?.interval?.upperBound,
      minimumDetectableEffect: headline?.minimumDetectableEffect, confidence: 1 - rules.level,
      worthwhile: rules.worthwhile, treated: treated, control: control,
      status: result.status.rawValue, verdict: result.verdict?.rawValue,
      shortfall: Self.shortfall(result.status, treated: treated, control: control),
      warnings: result.warnings.map(\.rawValue))
  }

  private static func shortfall(_ status: Status, treated: Int, control: Int) -> Shortfall? {
    let needed: Int
    switch status {
    case .rejected, .reportable: return nil
    case .notIdentified, .notEnoughEvidence: needed = 5
    case .exploratorySmallSample: needed = 20
    }
    let missing = (max(0, needed - treated), max(0, needed - control))
    return Shortfall(
      treated: missing.0, control: missing.1, isUneven: missing == (0, 0))
  }
}

extension ImpactHeadline.Claim {
  /// What an estimator by itself may say. Two-way effects are a comparison only when all adopt at
  /// one date, which the estimator does not know.
  package init(_ estimator: Estimator) {
    switch estimator {
    case .groupTime, .sunAbraham, .imputation: self = .compared
    case .fixedEffects, .firstDifferences, .randomEffects, .instrumental, .eventStudy, .bacon,
      .wildCluster, .randomisation, .mediation:
      self = .association
    case .ols: self = .descriptive
    }
  }
}
