/// A number and its standard error.
package struct Estimate: Codable, Equatable, Sendable {
  @OrNull package var coef: Double?
  @OrNull package var se: Double?

  init(_ coef: Double?, _ se: Double?) {
    _coef = OrNull(wrappedValue: coef)
    _se = OrNull(wrappedValue: se)
  }
}

/// Interaction-weighted event study (Sun and Abraham 2021).
package struct SunAbrahamNumbers: Codable, Equatable, Sendable {
  package var clusters: Int
  package var nonnestedParameters: Int
  package var df: Int
  package var cells: [Cell]
  package var event: [String: Estimate]
  package var att: Estimate
  package var coef: Figures
  package var errors: Figures

  private enum CodingKeys: String, CodingKey {
    case clusters, df, cells, event, att, coef
    case nonnestedParameters = "K_nonnested"
    case errors = "se_cr1"
  }

  package struct Cell: Codable, Equatable, Sendable {
    package var g: Int
    package var e: Int
    @OrNull package var coef: Double?
    @OrNull package var se: Double?
  }
}

/// Two-way fixed effects with one dummy per event time.
package struct EventStudyNumbers: Codable, Equatable, Sendable {
  package var clusters: Int
  package var nonnestedParameters: Int
  package var df: Int
  package var event: [String: Estimate]

  private enum CodingKeys: String, CodingKey {
    case clusters, df, event
    case nonnestedParameters = "K_nonnested"
  }
}

/// Imputation estimates (Borusyak, Jaravel and Spiess 2024).
package struct ImputationNumbers: Codable, Equatable, Sendable {
  package var units: Int
  /// Treated rows whose firm or period has no untreated row.
  package var notEstimable: Int
  package var att: Estimate
  package var horizons: [String: Estimate]

  private enum CodingKeys: String, CodingKey {
    case att, horizons
    case units = "n_units"
    case notEstimable = "not_estimable"
  }
}

/// What a two-way fixed-effects coefficient averages (Goodman-Bacon 2021).
package struct BaconNumbers: Codable, Equatable, Sendable {
  package var units: Int
  @OrNull package var twfe: Double?
  package var components: [Component]
  package var weightByType: [String: Double]
  package var effectByType: [String: Double]

  private enum CodingKeys: String, CodingKey {
    case twfe, components
    case units = "n_units"
    case weightByType = "weight_by_type"
    case effectByType = "effect_by_type"
  }

  package enum Kind: String, Codable, Sendable {
    case treatedVsNever = "treated_vs_never"
    case earlierVsLater = "earlier_vs_later"
    case laterVsEarlier = "later_vs_earlier"
    case laterVsAlways = "later_vs_always"
  }

  package struct Component: Codable, Equatable, Sendable {
    package var treated: Int
    /// 0: the never treated.
    package var untreated: Int
    package var type: Kind
    package var weight: Double
    package var estimate: Double
  }
}
