/// Runs `goodman_bacon`.
enum BaconStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let keeps = sample.specification.alwaysTreated == .keep
    var study = try StaggeredStudy(sample, covariates: [], keepsAlwaysTreated: keeps)
    let open = study.panel
    study.panel.keep(
      units: { unit in (0..<open.span).allSatisfy { open.isPresent(unit, $0) } },
      periods: { _ in true })
    let panel = study.panel
    let rows = AdoptionRows(panel)
    let treatment = rows.cohorts.indices.map { rows.dates[$0] >= rows.cohorts[$0] ? 1.0 : 0.0 }
    let decomposition = BaconDecomposition(panel)
    guard rows.rows > 0, !decomposition.components.isEmpty else {
      return study.result(
        nil, headline: "cr1", arms: panel.comparisonArms, isConstant: false,
        rows: rows.rows, numbers: .notIdentified(.init(coef: [:])))
    }
    let fit = try Regression(
      Design(
        outcome: rows.outcome, columns: [treatment], names: [study.adoption.source],
        effects: [rows.unit, rows.time]))
    let parameters = fit.nonnestedParameters([rows.unit])
    let variance = fit.sandwich(rows.unit)[0, 0]
    let factor = fit.clusterFactor(parameters: parameters, clusters: rows.unit.count)
    let numbers = BaconNumbers(panel, decomposition, coefficient: fit.coefficients[0])
    if try numbers.leansOnForbidden(panel, rules: sample.specification.rules) {
      study.warnings.insert(.forbiddenComparisons)
    }
    return study.result(
      (fit.coefficients[0], max(0, variance * factor).squareRoot()),
      headline: "cr1", arms: panel.comparisonArms,
      isConstant: fit.hasNoVariation, rows: rows.rows, numbers: .bacon(numbers))
  }
}

extension BaconNumbers {
  init(_ panel: AdoptionPanel, _ decomposition: BaconDecomposition, coefficient: Double) {
    var weights: [String: Double] = [:]
    var effects: [String: Double] = [:]
    for component in decomposition.components {
      weights[component.type.rawValue, default: 0] += component.weight
      effects[component.type.rawValue, default: 0] += component.weight * component.estimate
    }
    for (type, weight) in weights { effects[type] = (effects[type] ?? 0) / weight }
    self.init(
      units: panel.units, twfe: coefficient, components: decomposition.components,
      weightByType: weights, effectByType: effects)
  }

  /// Comparisons with units that are treated already carry more than 5 % of the weight, or point
  /// the other way than those with the never treated, or the coefficient lies outside the interval
  /// of the group-time effects.
  func leansOnForbidden(_ panel: AdoptionPanel, rules: JudgementRules) throws(StudyRefusal) -> Bool
  {
    let forbidden = [Kind.laterVsEarlier, .laterVsAlways].map(\.rawValue)
    let weight = forbidden.reduce(0) { $0 + (weightByType[$1] ?? 0) }
    let effect = forbidden.reduce(0) {
      $0 + (weightByType[$1] ?? 0) * (effectByType[$1] ?? 0)
    }
    if weight > 0.05 { return true }
    if let clean = effectByType[Kind.treatedVsNever.rawValue], weight > 0, clean * effect < 0 {
      return true
    }
    guard let twfe, let interval = try Self.groupTimeInterval(panel, rules) else { return false }
    return !interval.contains(twfe)
  }

  private static func groupTimeInterval(
    _ panel: AdoptionPanel, _ rules: JudgementRules
  ) throws(StudyRefusal) -> ClosedRange<Double>? {
    let plan = try GroupTimePlan(
      panel, control: .notYet, base: .universal, anticipation: 0, dropsGaps: false)
    let effects = GroupTimeEffects(
      plan, method: .regression, trim: 1, matrixLimit: GroupTimeEffects.matrixLimit)
    guard let overall = Aggregation(effects).group.overall else { return nil }
    return rules.interval(
      overall.estimate, error: effects.standardError(overall), degrees: nil)
  }
}
