extension RegressionNumbers {
  /// `originals` are the regressors before absorption, empty when CR2 is not to be computed.
  init(
    _ fit: Regression, design: Design, clusters: [Grouping], rules: JudgementRules,
    isOrdinary: Bool, originals: [[Double]], warnings: inout Set<Warning>
  ) throws(StudyRefusal) {
    let names = fit.names
    minimumDetectableEffect = [:]
    k = fit.slopes
    fullParameters = fit.fullParameters
    nonnestedParameters = fit.nonnestedParameters(clusters)
    residualDegrees = fit.residualDegrees
    self.names = names
    dropped = fit.dropped
    coefficients = figures(names, fit.coefficients)
    for term in fit.dropped { coefficients[term.term] = .some(nil) }
    ssr = fit.ssr
    rSquared = fit.total > 0 ? 1 - fit.ssr / fit.total : nil
    iid = Self.errors(names, fit.classicalCovariance)
    let rows = fit.rowSandwich { residual, _ in residual }
    hc0 = Self.errors(names, rows)
    let correction = Double(fit.rows) / Double(fit.residualDegrees)
    hc1 = Self.errors(names, rows.scaled(by: correction))
    if isOrdinary {
      let leverages = fit.leverages
      hc2 = Self.errors(names, fit.rowSandwich { $0 / (1 - leverages[$1]).squareRoot() })
      hc3 = Self.errors(names, fit.rowSandwich { $0 / (1 - leverages[$1]) })
    }
    var covariance = rows.scaled(by: correction)
    switch clusters.count {
    case 0:
      degrees = fit.residualDegrees
    case 1:
      let count = clusters[0].count
      self.clusters = .one(count)
      degrees = count - 1
      let sandwich = fit.sandwich(clusters[0])
      cr0 = Self.errors(names, sandwich)
      let factor = fit.clusterFactor(parameters: nonnestedParameters, clusters: count)
      covariance = sandwich.scaled(by: factor)
      cr1Factor = factor.isFinite ? factor : nil
      let tested = TestedErrors(fit, covariance, rules, degrees: count - 1)
      cr1 = tested
      if factor.isFinite {
        cr1Covariance = (0..<k).map { i in (0..<k).map { covariance[i, $0] } }
      }
      if !originals.isEmpty {
        let kept = fit.kept.map { originals[$0] }
        if let reduced = try BiasReducedErrors(fit, regressors: kept, clusters: clusters[0]) {
          cr2 = TestedErrors(fit, reduced, rules)
          cr2Degrees = figures(names, reduced.degrees)
        }
      }
    default:
      self.clusters = .two(clusters[0].count, clusters[1].count)
      degrees = min(clusters[0].count, clusters[1].count) - 1
      let (twoWayCovariance, wasClipped) = fit.twoWayCovariance(clusters[0], clusters[1])
      if wasClipped { warnings.insert(.notPositiveSemidefinite) }
      covariance = twoWayCovariance
      twoWay = TestedErrors(fit, covariance, rules, degrees: degrees ?? 0)
    }
    self.covariance = covariance
    let detectable = covariance.diagonal.map {
      fit.hasNoVariation
        ? Double.nan
        : rules.minimumDetectableEffect(
          error: $0.squareRoot(), degrees: Double(degrees ?? fit.residualDegrees))
    }
    minimumDetectableEffect = figures(names, detectable)
    if clusters.isEmpty {
      robust = TestedErrors(fit, covariance, rules, degrees: fit.residualDegrees)
    }
  }

  private static func errors(_ names: [String], _ covariance: Matrix) -> Figures {
    figures(names, covariance.diagonal.map { max(0, $0).squareRoot() })
  }

  /// Linear combinations and the joint test, on the covariance of the headline default.
  mutating func addTests(
    _ fit: Regression, _ specification: StudySpecification
  ) throws(StudyRefusal) {
    guard let covariance else { return }
    let tests = try CoefficientTests(
      names: fit.names, dropped: fit.dropped.map(\.term), coefficients: fit.coefficients,
      covariance: covariance, degrees: degrees ?? fit.residualDegrees, specification)
    combinations = tests.combinations
    joint = fit.hasNoVariation ? nil : tests.joint
  }
}

extension RegressionNumbers.TestedErrors {
  init(_ fit: Regression, _ covariance: Matrix, _ rules: JudgementRules, degrees: Int) {
    self.init(
      fit, errors: covariance.diagonal.map { max(0, $0).squareRoot() },
      degrees: [Double](repeating: Double(degrees), count: fit.slopes), rules)
  }

  init(_ fit: Regression, _ reduced: BiasReducedErrors, _ rules: JudgementRules) {
    self.init(fit, errors: reduced.standardErrors, degrees: reduced.degrees, rules)
  }

  private init(
    _ fit: Regression, errors: [Double], degrees: [Double], _ rules: JudgementRules
  ) {
    let names = fit.names
    self.errors = figures(names, errors)
    t = [:]
    p = [:]
    intervals = [:]
    for (j, name) in names.enumerated() {
      let hasTest = !fit.hasNoVariation && errors[j] > 0 && errors[j].isFinite && degrees[j] > 0
      let statistic = fit.coefficients[j] / errors[j]
      t[name] = .some(hasTest ? statistic : nil)
      p[name] = .some(
        hasTest ? StudentDistribution(degrees: degrees[j]).twoSided(statistic) : nil)
      let interval =
        hasTest
        ? rules.interval(fit.coefficients[j], error: errors[j], degrees: degrees[j]) : nil
      intervals[name] = .some(interval.map { [$0.lowerBound, $0.upperBound] })
    }
  }
}
