import Econometrics

/// How far a figure may be laid at the treatment's door.
package enum Attribution: String, Codable, Sendable, CaseIterable {
  /// Drawn by lot.
  case randomised
  /// Adopted at different times, with firms not yet or never treated beside them.
  case staggered
  /// One date of adoption, with firms that never adopt beside it.
  case matched
  /// Nobody to compare with: nothing but before and after.
  case beforeAfter = "before_after"
  /// What people say of it, however well it is compared: points given, no measure.
  case opinion
}

/// The answer of a study, all of it.
package struct ImpactReport: Codable, Sendable {
  package let title: String
  package let description: StudyDescription
  package let indicatorName: LocalizedText?
  /// Which way the indicator gets better; never used to turn a sign.
  package let better: BetterDirection?
  package internal(set) var sample: StudySample
  /// Names of the sectors by the number that results use.
  package let sections: [String]
  package let attribution: Attribution
  package internal(set) var headline: ImpactHeadline
  /// Group-time effects.
  package internal(set) var result: StudyResult
  package internal(set) var trend: TrendViolation?
  package var findings: ImpactFindings
}

extension ImpactReport {
  init(
    title: String, _ description: StudyDescription, _ indicator: KnownIndicator?,
    _ panel: StudyPanel, _ result: StudyResult
  ) {
    let rules = description.design().rules
    self.title = title
    self.description = description
    indicatorName = indicator?.name
    better = indicator?.better
    sample = panel.sample
    sections = panel.sections
    self.result = result
    attribution =
      indicator?.isOpinion == true ? .opinion : Self.attribution(result, description)
    headline = ImpactHeadline(
      result, rules, claim: .compared, isLogarithm: description.isLogarithm)
    findings = ImpactFindings()
    if case .groupTime(let numbers) = result.numbers {
      trend = TrendViolation(numbers, rules)
    } else {
      trend = nil
    }
  }

  private static func attribution(
    _ result: StudyResult, _ description: StudyDescription
  ) -> Attribution {
    guard case .groupTime(let numbers) = result.numbers else { return .beforeAfter }
    let cohorts = numbers.aggregations.group.labels?.count ?? 0
    if description.isRandomised { return .randomised }
    return cohorts > 1 ? .staggered : .matched
  }

  /// Two-way effects mislead: they lean on firms treated already, or fall outside the interval.
  package var twoWayMisleads: Bool {
    if findings.opinions["goodman_bacon"]?.warnings.contains(.forbiddenComparisons) == true {
      return true
    }
    let rules = description.design().rules
    guard let twoWay = findings.opinions["fe"]?.headlineEstimate(rules)?.estimate,
      let low = headline.low, let high = headline.high
    else { return false }
    return twoWay < low || twoWay > high
  }

  /// Second opinions that differ from the headline by more than two combined standard errors.
  package var disagreeing: [String] {
    let rules = description.design().rules
    guard let first = result.headlineEstimate(rules), let error = first.error else { return [] }
    return ["imputation_bjs", "sun_abraham"].filter { name in
      guard let other = findings.opinions[name]?.headlineEstimate(rules), let second = other.error
      else { return false }
      return abs(other.estimate - first.estimate)
        > 2 * (error * error + second * second).squareRoot()
    }
  }
}

extension ImpactReport: Shaped {
  /// Too deep to be spelled out; the keys of its results are those of the study contract.
  package static var shape: Shape { .map }
  package static var sample: ImpactReport {
    ImpactReport(
      title: "", description: .sample, indicatorName: nil, better: nil, sample: StudySample(),
      sections: [],
      attribution: .beforeAfter, headline: .none,
      result: StudyResult(refused: .noRows("the file is empty"), estimator: nil), trend: nil,
      findings: ImpactFindings())
  }
}

extension StudyDescription {
  fileprivate static var sample: StudyDescription {
    StudyDescription(
      indicatorCode: "", periodKind: .quarter, firstPeriod: .sample, lastPeriod: .sample,
      isLogarithm: true, deflatorSeries: nil, winsorisedShare: nil,
      treatment: TreatmentRule(
        kind: .completion, courseId: nil, processCode: nil, threshold: nil),
      secondTreatment: nil, sections: [], sizes: [], comparison: .notYet, cluster: .firm,
      covariates: [], anticipation: 0, worthwhile: nil, isRandomised: false, assignment: nil)
  }
}

extension ImpactHeadline {
  fileprivate static var none: ImpactHeadline {
    ImpactHeadline(
      claim: .compared, isLogarithm: true, estimate: nil, low: nil, high: nil,
      minimumDetectableEffect: nil, confidence: 0.95, worthwhile: nil, treated: 0, control: 0,
      status: Status.notIdentified.rawValue, verdict: nil, shortfall: nil, warnings: [])
  }
}
