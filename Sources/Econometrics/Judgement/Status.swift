/// Is the design adequate? It depends on counts and degrees of freedom, never on the estimate.
package enum Status: String, Codable, Sendable {
  case rejected
  case notIdentified = "not_identified"
  case notEnoughEvidence = "not_enough_evidence"
  case exploratorySmallSample = "exploratory_small_sample"
  case reportable

  /// The first rule that holds. `degrees` nil: they are not the binding rule.
  package init(treated: Int, control: Int, degrees: Double?) {
    if treated == 0 || control == 0 {
      self = .notIdentified
    } else if treated < 5 || control < 5 || Self.isBelow(degrees, 4) {
      self = .notEnoughEvidence
    } else if treated < 20 || control < 20 || Self.isBelow(degrees, 15) {
      self = .exploratorySmallSample
    } else {
      self = .reportable
    }
  }

  package var allowsVerdict: Bool {
    switch self {
    case .exploratorySmallSample, .reportable: true
    case .rejected, .notIdentified, .notEnoughEvidence: false
    }
  }

  /// NaN is no number of degrees at all.
  private static func isBelow(_ degrees: Double?, _ limit: Double) -> Bool {
    guard let degrees else { return false }
    return !(degrees >= limit)
  }
}

/// What the interval says, when the design allows it to say something.
package enum Verdict: String, Codable, Sendable {
  case effect
  case noEffectOfPracticalSize = "no_effect_of_practical_size"
  case inconclusive

  /// Nil when the status allows none. `interval` nil: there is no interval to read.
  package init?(status: Status, interval: ClosedRange<Double>?, worthwhile: Double?) {
    guard status.allowsVerdict, let interval else { return nil }
    if let worthwhile, interval.lowerBound > -worthwhile, interval.upperBound < worthwhile {
      self = .noEffectOfPracticalSize
    } else if !interval.contains(0) {
      self = .effect
    } else {
      self = .inconclusive
    }
  }
}

/// Remarks that a reader of the result needs.
package enum Warning: String, Codable, Sendable, CaseIterable {
  case noComparisonGroup = "no_comparison_group"
  case fewTreatedClusters = "few_treated_clusters"
  case fewClusters = "few_clusters"
  case droppedTerms = "dropped_terms"
  case rowsExcludedNonpositive = "rows_excluded_nonpositive"
  case treatmentSwitchesOff = "treatment_switches_off"
  case noVariation = "no_variation"
  case overlapFailure = "overlap_failure"
  case noNeverTreated = "no_never_treated"
  case alwaysTreatedDropped = "always_treated_dropped"
  case noBasePeriod = "no_base_period"
  case oneUnitCohort = "one_unit_cohort"
  case smallCell = "small_cell"
  case attritionDiffers = "attrition_differs"
  case weakInstrument = "weak_instrument"
  case notPositiveSemidefinite = "not_positive_semidefinite"
  case clusterReductionSkipped = "cr2_skipped"
  case forbiddenComparisons = "forbidden_comparisons"
  case pretestNotAvailable = "pretest_not_available"
  case smallerThanWorthwhile = "smaller_than_worthwhile"
  case descriptive
  case panelUnbalanced = "panel_unbalanced"
}
