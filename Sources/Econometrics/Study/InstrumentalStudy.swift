/// Runs `iv_2sls`.
enum InstrumentalStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let specification = sample.specification
    let rules = specification.rules
    let endogenousName = specification.endogenous ?? ""
    let (names, columns) = try sample.terms(specification.regressors)
    let outcome = try sample.values(specification.outcome)
    let endogenous = try sample.numbers(endogenousName)
    var instruments: [[Double]] = []
    for name in specification.instruments { instruments.append(try sample.numbers(name)) }
    let model = try TwoStageLeastSquares(
      outcome: outcome, exogenous: columns, exogenousNames: names, endogenous: endogenous,
      endogenousName: endogenousName, instruments: instruments,
      instrumentNames: specification.instruments)
    var clusters: Grouping?
    if let name = specification.cluster.first { clusters = try sample.grouping(name) }

    let first = try firstStage(model, specification.instruments)
    let rubin = try set(
      outcome, endogenous, columns, names, instruments, specification, rows: model.rows)
    var warnings: Set<Warning> = []
    if sample.excluded > 0 { warnings.insert(.rowsExcludedNonpositive) }
    if let strength = first.statistic, strength < 10 { warnings.insert(.weakInstrument) }
    if !model.dropped.isEmpty || !model.firstStage.dropped.isEmpty {
      warnings.insert(.droppedTerms)
    }
    let robust = model.robustCovariance
    let covariance = clusters.map(model.clusterCovariance) ?? robust
    let degrees = clusters.map { $0.count - 1 } ?? model.residualDegrees
    let tests = try CoefficientTests(
      names: model.names, dropped: model.dropped.map(\.term), coefficients: model.coefficients,
      covariance: covariance, degrees: degrees, specification)
    let numbers = InstrumentalNumbers(
      coef: figures(model.names, model.coefficients), iid: errors(model, model.classicalCovariance),
      hc1: errors(model, robust), cr1: clusters == nil ? nil : errors(model, covariance),
      clusters: clusters?.count, firstStage: first, andersonRubin: .init(rubin),
      combinations: tests.combinations, joint: tests.joint)

    let term = specification.treatment?.filter { !$0.isWhitespace } ?? endogenousName
    let levels = try levels(of: term, names, columns, endogenousName, endogenous)
    let history = TreatmentHistory(sample, levels: levels)
    if history.switchesOff { warnings.insert(.treatmentSwitchesOff) }
    let arms = arms(levels, clusters)
    var judgement = Judgement(
      term: term, names: model.names, coefficients: model.coefficients, covariance: covariance,
      degrees: Double(degrees), hasNoVariation: model.ssr <= 1e-24 * dot(outcome, outcome),
      treated: arms.treated, control: arms.control, clusters: clusters?.count ?? model.rows)
    if warnings.contains(.weakInstrument), term == endogenousName {
      judgement.replacesInterval = true
      if case .interval(let low, let high) = rubin.shape { judgement.interval = low...high }
    }
    return judgement.result(
      sample, rules: rules, warnings: warnings, headline: clusters == nil ? "hc1" : "cr1",
      rows: model.rows, singletons: 0, numbers: .instrumental(numbers))
  }

  private static func errors(_ model: TwoStageLeastSquares, _ covariance: Matrix) -> Figures {
    figures(model.names, covariance.diagonal.map { max(0, $0).squareRoot() })
  }

  private static func firstStage(
    _ model: TwoStageLeastSquares, _ instruments: [String]
  ) throws(StudyRefusal) -> InstrumentalNumbers.FirstStage {
    let first = model.firstStage
    let covariance = first.classicalCovariance
    let positions = instruments.compactMap { first.names.firstIndex(of: $0) }
    let part = covariance.part(positions, positions)
    let factor = OrderedCholesky(part, floors: part.diagonal.map { $0 * 1e-12 })
    let values = factor.kept.map { first.coefficients[positions[$0]] }
    let names = positions.map { first.names[$0] }
    return .init(
      coef: figures(names, positions.map { first.coefficients[$0] }),
      se: figures(names, positions.map { covariance[$0, $0].squareRoot() }),
      statistic: factor.rank == 0 ? nil : dot(values, factor.solve(values)) / Double(factor.rank),
      df1: positions.count, df2: first.residualDegrees)
  }

  /// The Anderson–Rubin set, from what the exogenous terms leave of every column.
  private static func set(
    _ outcome: [Double], _ endogenous: [Double], _ columns: [[Double]], _ names: [String],
    _ instruments: [[Double]], _ specification: StudySpecification, rows: Int
  ) throws(StudyRefusal) -> AndersonRubinSet {
    func residual(_ column: [Double]) throws(StudyRefusal) -> [Double] {
      guard !columns.isEmpty else { return column }
      return try Regression(
        Design(outcome: column, columns: columns, names: names, effects: [])
      ).residuals
    }
    var left: [[Double]] = []
    for instrument in instruments { left.append(try residual(instrument)) }
    return AndersonRubinSet(
      outcome: try residual(outcome), endogenous: try residual(endogenous),
      instruments: Matrix(columns: left, rows: rows), first: instruments.count,
      second: rows - columns.count - instruments.count, level: specification.rules.level)
  }

  /// The column of the term that status and verdict speak of.
  private static func levels(
    of term: String, _ names: [String], _ columns: [[Double]], _ endogenousName: String,
    _ endogenous: [Double]
  ) throws(StudyRefusal) -> [Double] {
    if term == endogenousName { return endogenous }
    guard let index = names.firstIndex(of: term) else {
      throw .invalidField("treatment", "\(term) is not among the terms")
    }
    return columns[index]
  }

  private static func arms(
    _ levels: [Double], _ clusters: Grouping?
  ) -> (treated: Int, control: Int) {
    let count = clusters?.count ?? levels.count
    var touched = [Bool](repeating: false, count: count)
    for (row, level) in levels.enumerated() where level != 0 {
      touched[clusters.map { Int($0.codes[row]) } ?? row] = true
    }
    let treated = touched.reduce(0) { $0 + ($1 ? 1 : 0) }
    return treated == count ? (count, count) : (treated, count - treated)
  }
}

extension InstrumentalNumbers.AndersonRubin {
  init(_ set: AndersonRubinSet) {
    switch set.shape {
    case .interval(let low, let high):
      self.init(low: low, high: high, isEmpty: false, isOutside: false)
    case .outside(let low, let high):
      self.init(low: low, high: high, isEmpty: false, isOutside: true)
    case .everything: self.init(low: nil, high: nil, isEmpty: false, isOutside: false)
    case .nothing: self.init(low: nil, high: nil, isEmpty: true, isOutside: false)
    }
  }
}
