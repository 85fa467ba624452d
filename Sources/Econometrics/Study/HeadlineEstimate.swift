/// The one number of a study that its status and verdict speak of.
package struct HeadlineEstimate: Equatable, Sendable {
  package let estimate: Double
  /// Nil where the method has a test but no standard error.
  package let error: Double?
  package let interval: ClosedRange<Double>?
  /// The effect that a test of the study's level would have found with its power.
  package let minimumDetectableEffect: Double?
}

extension StudyResult {
  /// Nil where the study has no number: refused, not identified, or absorbed.
  package func headlineEstimate(_ rules: JudgementRules) -> HeadlineEstimate? {
    switch numbers {
    case nil, .notIdentified: return nil
    case .regression(let numbers): return numbers.headline(treatment, kind: headline)
    case .randomEffects(let numbers):
      return estimate(numbers.coef, numbers.errors, degrees: nil, rules)
    case .instrumental(let numbers):
      let degrees = numbers.clusters.map { Double($0 - 1) }
      return estimate(numbers.coef, numbers.cr1 ?? numbers.hc1, degrees: degrees, rules)
    case .groupTime(let numbers):
      let group = numbers.aggregations.group
      guard let overall = group.overall else { return nil }
      return HeadlineEstimate(
        estimate: overall, error: group.overallError,
        interval: group.interval.map { $0[0]...$0[1] },
        minimumDetectableEffect: group.minimumDetectableEffect)
    case .sunAbraham(let numbers): return judged(numbers.att, rules)
    case .imputation(let numbers): return judged(numbers.att, rules)
    case .eventStudy: return nil
    case .bacon(let numbers):
      return numbers.twfe.map {
        HeadlineEstimate(estimate: $0, error: nil, interval: nil, minimumDetectableEffect: nil)
      }
    case .wildCluster(let numbers):
      guard let test = treatment.flatMap({ numbers.tests[$0] }), let coef = test.coef else {
        return nil
      }
      let interval = test.low.flatMap { low in test.high.map { low...$0 } }
      return HeadlineEstimate(
        estimate: coef, error: nil, interval: interval, minimumDetectableEffect: nil)
    case .randomisation(let numbers):
      guard let coef = treatment.flatMap({ numbers.coef[$0] ?? nil }) else { return nil }
      return HeadlineEstimate(
        estimate: coef, error: nil, interval: nil, minimumDetectableEffect: nil)
    case .mediation(let numbers):
      guard let total = numbers.total, let error = numbers.errorTotal else { return nil }
      return .init(total, error, degrees: Double(numbers.clusters - 1), rules)
    }
  }

  private func estimate(
    _ coefficients: Figures, _ errors: Figures, degrees: Double?, _ rules: JudgementRules
  ) -> HeadlineEstimate? {
    guard let treatment, let coef = coefficients[treatment] ?? nil,
      let error = errors[treatment] ?? nil
    else { return nil }
    return .init(coef, error, degrees: degrees, rules)
  }

  /// The degrees of freedom are those of the smaller arm, as for the verdict.
  private func judged(_ estimate: Estimate, _ rules: JudgementRules) -> HeadlineEstimate? {
    guard let coef = estimate.coef, let error = estimate.se else { return nil }
    let arms = min(treatedClusters ?? 0, controlClusters ?? 0)
    return .init(coef, error, degrees: Double(arms - 1), rules)
  }
}

extension HeadlineEstimate {
  init(_ estimate: Double, _ error: Double, degrees: Double?, _ rules: JudgementRules) {
    self.estimate = estimate
    self.error = error
    interval = rules.interval(estimate, error: error, degrees: degrees)
    let detectable = rules.minimumDetectableEffect(error: error, degrees: degrees)
    minimumDetectableEffect = detectable.isFinite ? detectable : nil
  }
}

extension RegressionNumbers {
  /// The estimate of a term with the errors of the kind that the verdict used.
  fileprivate func headline(_ term: String?, kind: String?) -> HeadlineEstimate? {
    guard let term, let coef = coefficients[term] ?? nil else { return nil }
    let tested: TestedErrors?
    switch kind {
    case "cr2": tested = cr2
    case "twoway": tested = twoWay
    default: tested = cr1 ?? robust
    }
    let ends = tested?.intervals[term] ?? nil
    return HeadlineEstimate(
      estimate: coef, error: tested?.errors[term] ?? nil, interval: ends.map { $0[0]...$0[1] },
      minimumDetectableEffect: minimumDetectableEffect[term] ?? nil)
  }
}
