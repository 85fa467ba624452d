/// How a group-time effect adjusts for covariates.
package enum GroupTimeMethod: String, CaseIterable, Sendable {
  case doublyRobust = "dr"
  case regression = "reg"
  case weighting = "ipw"
}

/// With whom a cohort is compared.
package enum GroupTimeControl: String, CaseIterable, Sendable {
  case notYet = "not_yet"
  case never
}

/// With which earlier period a period before adoption is compared.
package enum GroupTimeBase: String, CaseIterable, Sendable {
  case universal
  case varying
}

/// A request for simultaneous bands.
package struct BandRequest: Equatable, Sendable {
  package let draws: Int
  package let seed: UInt64

  package init(draws: Int, seed: UInt64) {
    self.draws = draws
    self.seed = seed
  }
}
