/// Runs `re_swamy_arora`.
enum RandomEffectsStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let data = try RegressionSample(sample)
    guard let units = sample.unit else {
      throw .missingField("unit", estimator: sample.specification.estimator.rawValue)
    }
    let arms = data.arms
    var warnings: Set<Warning> = []
    if sample.excluded > 0 { warnings.insert(.rowsExcludedNonpositive) }
    if data.switchesOff { warnings.insert(.treatmentSwitchesOff) }
    let model = try RandomEffects(data.design, units: units)
    let fit = model.fit
    if !fit.dropped.isEmpty { warnings.insert(.droppedTerms) }
    let covariance = fit.classicalCovariance
    let degrees = Double(fit.residualDegrees)
    let tests = try CoefficientTests(
      names: fit.names, dropped: fit.dropped.map(\.term), coefficients: fit.coefficients,
      covariance: covariance, degrees: fit.residualDegrees, sample.specification)
    var numbers = RandomEffectsNumbers(
      units: units.count, coef: figures(fit.names, fit.coefficients),
      errors: figures(fit.names, covariance.diagonal.map { $0.squareRoot() }),
      theta: model.thetas.reduce(0, +) / Double(units.count),
      effectVariance: model.effectVariance, residualVariance: model.residualVariance,
      rho: model.effectVariance / (model.effectVariance + model.residualVariance),
      dropped: fit.dropped, combinations: tests.combinations, joint: tests.joint)
    for term in fit.dropped { numbers.coef[term.term] = .some(nil) }

    let judgement = Judgement(
      term: data.treatment?.name, names: fit.names, coefficients: fit.coefficients,
      covariance: covariance, degrees: degrees, hasNoVariation: fit.hasNoVariation,
      treated: arms.treated, control: arms.control, clusters: units.count)
    return judgement.result(
      sample, rules: sample.specification.rules, warnings: warnings, headline: "iid",
      rows: fit.rows, singletons: data.singletons, numbers: .randomEffects(numbers))
  }
}
