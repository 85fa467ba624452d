/// Swamy–Arora random effects.
package struct RandomEffectsNumbers: Codable, Equatable, Sendable {
  package var units: Int
  package var coef: Figures
  package var errors: Figures
  /// Mean over units where panels differ in length.
  @OrNull package var theta: Double?
  @OrNull package var effectVariance: Double?
  @OrNull package var residualVariance: Double?
  @OrNull package var rho: Double?
  package var dropped: [DroppedTerm]
  package var combinations: [String: Estimate]?
  package var joint: RegressionNumbers.JointTest?

  private enum CodingKeys: String, CodingKey {
    case coef, theta, rho, dropped
    case units = "n_units"
    case errors = "se_iid"
    case effectVariance = "sigma2_effects"
    case residualVariance = "sigma2_residual"
    case combinations = "lincom"
    case joint = "joint_F"
  }
}

/// Two-stage least squares with one endogenous column.
package struct InstrumentalNumbers: Codable, Equatable, Sendable {
  package var coef: Figures
  package var iid: Figures
  package var hc1: Figures
  package var cr1: Figures?
  package var clusters: Int?
  package var firstStage: FirstStage
  package var andersonRubin: AndersonRubin
  package var combinations: [String: Estimate]?
  package var joint: RegressionNumbers.JointTest?

  private enum CodingKeys: String, CodingKey {
    case coef, clusters
    case iid = "se_iid"
    case hc1 = "se_hc1"
    case cr1 = "se_cr1"
    case firstStage = "first_stage"
    case andersonRubin = "anderson_rubin"
    case combinations = "lincom"
    case joint = "joint_F"
  }

  package struct FirstStage: Codable, Equatable, Sendable {
    package var coef: Figures
    package var se: Figures
    @OrNull package var statistic: Double?
    package var df1: Int
    package var df2: Int

    private enum CodingKeys: String, CodingKey {
      case coef, se, df1, df2
      case statistic = "F"
    }
  }

  /// Effects that a test valid under weak instruments does not reject. `low` and `high` are null
  /// where the set has no end; `isOutside` when it is what lies outside (low, high).
  package struct AndersonRubin: Codable, Equatable, Sendable {
    @OrNull package var low: Double?
    @OrNull package var high: Double?
    package var isEmpty: Bool
    package var isOutside: Bool

    private enum CodingKeys: String, CodingKey {
      case low, high
      case isEmpty = "is_empty"
      case isOutside = "is_outside"
    }
  }
}
