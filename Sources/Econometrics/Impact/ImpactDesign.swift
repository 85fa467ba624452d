import Foundation

/// How a panel of firms is compared, in the words of the study contract.
package struct ImpactDesign: Equatable, Sendable {
  package var isLogarithm: Bool
  package var comparison: GroupTimeControl
  package var anticipation: Int
  /// Columns of the panel, read before adoption.
  package var covariates: [String]
  /// Column that clusters the errors; nil for the firm itself.
  package var cluster: String?
  package var rules: JudgementRules
  package var band: BandRequest

  package init(
    isLogarithm: Bool, comparison: GroupTimeControl, anticipation: Int, covariates: [String],
    cluster: String?, rules: JudgementRules, band: BandRequest
  ) {
    self.isLogarithm = isLogarithm
    self.comparison = comparison
    self.anticipation = anticipation
    self.covariates = covariates
    self.cluster = cluster
    self.rules = rules
    self.band = band
  }

  private var outcome: String {
    isLogarithm ? "log(\(ImpactColumn.outcome))" : ImpactColumn.outcome
  }

  /// The specification of an estimator for staggered adoption. `subset` nil: all rows.
  func adoption(_ estimator: Estimator, subset: String?) throws(StudyRefusal) -> StudySpecification
  {
    var fields = frame(estimator, subset)
    fields["unit"] = .text(ImpactColumn.firm)
    fields["time"] = .text(ImpactColumn.period)
    fields["cohort"] = .text(ImpactColumn.cohort)
    if let cluster, estimator.optional.contains("cluster") { fields["cluster"] = .text(cluster) }
    if estimator.optional.contains("anticipation") {
      fields["anticipation"] = .number(Double(anticipation))
    }
    if estimator == .groupTime {
      fields["control"] = .text(comparison.rawValue)
      if !covariates.isEmpty { fields["covariates"] = .list(covariates.map(JSONValue.text)) }
    }
    return try StudySpecification(fields: fields)
  }

  /// Group-time effects with the simultaneous band of the picture.
  func headline() throws(StudyRefusal) -> StudySpecification {
    var specification = try adoption(.groupTime, subset: nil)
    specification.band = band
    return specification
  }

  /// Two-way fixed effects with these terms, the first being the one that is judged.
  func twoWay(
    _ terms: [String], judged: String, combinations: [String: [String: Double]]
  ) throws(StudyRefusal) -> StudySpecification {
    var fields = frame(.fixedEffects, nil)
    fields["x"] = .list(terms.map(JSONValue.text))
    fields["fe"] = .list([.text(ImpactColumn.firm), .text(ImpactColumn.period)])
    fields["unit"] = .text(ImpactColumn.firm)
    fields["time"] = .text(ImpactColumn.period)
    fields["cluster"] = .text(cluster ?? ImpactColumn.firm)
    fields["treatment"] = .text(judged)
    if !combinations.isEmpty {
      fields["lincom"] = .object(
        combinations.mapValues { .object($0.mapValues(JSONValue.number)) })
    }
    return try StudySpecification(fields: fields)
  }

  private func frame(_ estimator: Estimator, _ subset: String?) -> [String: JSONValue] {
    var fields: [String: JSONValue] = [
      "estimator": .text(estimator.rawValue), "y": .text(outcome), "alpha": .number(rules.level),
      "power": .number(rules.power),
    ]
    if let worthwhile = rules.worthwhile { fields["worthwhile"] = .number(worthwhile) }
    if let subset { fields["subset"] = .text(subset) }
    return fields
  }
}

/// Names of the columns that an analysis of impact reads.
package enum ImpactColumn {
  package static let firm = "firm"
  package static let period = "period"
  package static let outcome = "outcome"
  /// First treated period; 0 for never.
  package static let cohort = "cohort"
  /// First period under the second lever; 0 for never.
  package static let second = "second"
  /// Number of the firm's sector.
  package static let sector = "sector"
  /// How much of the treatment a treated firm took; 0 where it took none.
  package static let dose = "dose"
}
