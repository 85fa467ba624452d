/// The estimators that a study can ask for, and the fields that each takes.
package enum Estimator: String, Codable, CaseIterable, Sendable {
  case ols
  case fixedEffects = "fe"
  case firstDifferences = "fd"
  case randomEffects = "re_swamy_arora"
  case instrumental = "iv_2sls"
  case groupTime = "callaway_santanna"
  case sunAbraham = "sun_abraham"
  case imputation = "imputation_bjs"
  case eventStudy = "twfe_event_study"
  case bacon = "goodman_bacon"
  case wildCluster = "wild_cluster_restricted"
  case randomisation = "randomisation_inference"
  case mediation = "mediation_product"

  var required: [String] {
    switch self {
    case .ols: ["y", "x"]
    case .fixedEffects: ["y", "x", "fe"]
    case .firstDifferences, .randomEffects: ["y", "x", "unit", "time"]
    case .instrumental: ["y", "x", "endog", "instruments"]
    case .groupTime, .sunAbraham, .imputation, .eventStudy, .bacon: ["y", "unit", "time"]
    case .wildCluster: ["y", "x", "cluster"]
    case .randomisation: ["y", "treatment", "unit", "time"]
    case .mediation: ["y", "treatment", "mediator", "fe", "cluster"]
    }
  }

  var optional: [String] {
    let regression = ["treatment", "singletons", "lincom", "joint_F", "unit", "time"]
    let adoption = ["cohort", "treatment", "never_code"]
    switch self {
    case .ols, .fixedEffects: return regression + ["cluster", "small_sample"]
    case .firstDifferences: return regression + ["fe", "cluster", "small_sample"]
    case .randomEffects: return regression
    case .instrumental: return regression + ["cluster"]
    case .groupTime:
      return adoption + [
        "covariates", "method", "control", "base_period", "anticipation", "panel", "pscore_trim",
        "cluster", "uniform_band", "switch_off",
      ]
    case .sunAbraham: return adoption + ["x", "ref", "cluster", "switch_off"]
    case .imputation: return adoption + ["anticipation", "cluster", "switch_off"]
    case .eventStudy: return adoption + ["ref", "cluster"]
    case .bacon: return adoption + ["always_treated"]
    case .wildCluster: return ["fe", "test", "null", "draws", "seed"]
    case .randomisation: return ["fe", "cluster", "strata", "statistic", "draws", "seed"]
    case .mediation: return ["controls"]
    }
  }

  static let everywhere = [
    "estimator", "subset", "drop_missing", "alpha", "power", "worthwhile", "title",
  ]

  var fields: Set<String> { Set(required + optional + Self.everywhere) }

  /// The regressions proper, as against the estimators for staggered adoption.
  var isRegression: Bool {
    switch self {
    case .ols, .fixedEffects, .firstDifferences, .randomEffects, .instrumental: true
    case .groupTime, .sunAbraham, .imputation, .eventStudy, .bacon, .wildCluster, .randomisation,
      .mediation:
      false
    }
  }
}
