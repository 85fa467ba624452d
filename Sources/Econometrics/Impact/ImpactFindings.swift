/// What an analysis of impact found beside the headline.
package struct ImpactFindings: Codable, Sendable {
  /// By the name of the estimator.
  package var opinions: [String: StudyResult]
  package var variants: [ImpactVariant]
  package var levers: LeverFindings?
  package var doses: DoseFindings?
  /// Two-way effects by periods since adoption; nil where there are too many.
  package var lags: StudyResult?
  /// Whether the conclusion stays when any one firm is left out; nil where it was not asked.
  package var oneFirm: OneFirmFindings?

  package init() {
    opinions = [:]
    variants = []
  }
}

/// The headline figure when one choice is made otherwise.
package struct ImpactVariant: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case comparison, anticipation, winsorised, placebo, balanced
    case withoutCohort = "without_cohort"
    case withoutSector = "without_sector"
  }

  package let kind: Kind
  /// Which comparison, cohort or sector.
  package let label: String?
  @OrNull package var estimate: Double?
  @OrNull package var low: Double?
  @OrNull package var high: Double?
  /// Nil, as are the others, where a count is of few firms or would give one away.
  package internal(set) var treated: Int?
  package internal(set) var control: Int?
  package let status: Status
  /// Firms that the headline has and this has not, treated and others; nil where both have the same, or
  /// where an older run did not count them.
  package var leftOut: [Int]?

  init(_ kind: Kind, _ label: String?, _ result: StudyResult, _ rules: JudgementRules) {
    self.kind = kind
    self.label = label
    let headline = result.headlineEstimate(rules)
    _estimate = OrNull(wrappedValue: headline?.estimate)
    _low = OrNull(wrappedValue: headline?.interval?.lowerBound)
    _high = OrNull(wrappedValue: headline?.interval?.upperBound)
    treated = result.treatedClusters ?? 0
    control = result.controlClusters ?? 0
    status = result.status
  }
}
