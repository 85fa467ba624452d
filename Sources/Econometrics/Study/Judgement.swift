/// Status and verdict of an estimate with one covariance and one number of degrees of freedom.
struct Judgement {
  /// What status and verdict speak of; nil when nothing is named.
  let term: String?
  let names: [String]
  let coefficients: [Double]
  let covariance: Matrix
  /// Degrees of freedom of the interval; nil for the normal.
  let degrees: Double?
  let hasNoVariation: Bool
  let treated: Int
  let control: Int
  let clusters: Int
  /// Degrees of freedom that decide the status; clusters − 1 unless said otherwise.
  var statusDegrees: Double?
  /// An interval that replaces the one from the covariance.
  var interval: ClosedRange<Double>?
  var replacesInterval = false

  init(
    term: String?, names: [String], coefficients: [Double], covariance: Matrix, degrees: Double?,
    hasNoVariation: Bool, treated: Int, control: Int, clusters: Int
  ) {
    self.term = term
    self.names = names
    self.coefficients = coefficients
    self.covariance = covariance
    self.degrees = degrees
    self.hasNoVariation = hasNoVariation
    self.treated = treated
    self.control = control
    self.clusters = clusters
  }

  func result(
    _ sample: Sample, rules: JudgementRules, warnings given: Set<Warning>, headline: String,
    rows: Int, singletons: Int?, numbers: StudyNumbers
  ) -> StudyResult {
    var warnings = given
    let position = term.flatMap { names.firstIndex(of: $0) }
    let isLost = term != nil && position == nil
    guard !isLost, treated > 0, control > 0 else {
      var result = StudyResult(
        sample, warnings: warnings.subtracting([.droppedTerms]).union([.noComparisonGroup]))
      result.status = .notIdentified
      result.treatment = term
      result.treatedClusters = treated
      result.controlClusters = control
      result.rows = rows
      result.singletonsDropped = singletons
      result.numbers = .notIdentified(.init(coef: term.map { [$0: nil] } ?? [:]))
      return result
    }
    var status = Status(
      treated: treated, control: control, degrees: statusDegrees ?? Double(clusters - 1))
    if hasNoVariation {
      warnings.insert(.noVariation)
      status = .notEnoughEvidence
    }
    var interval = interval
    if !replacesInterval, let position, !hasNoVariation {
      interval = rules.interval(
        coefficients[position], error: max(0, covariance[position, position]).squareRoot(),
        degrees: degrees)
    }
    let verdict = Verdict(status: status, interval: interval, worthwhile: rules.worthwhile)
    if verdict == .noEffectOfPracticalSize, interval?.contains(0) == false {
      warnings.insert(.smallerThanWorthwhile)
    }
    warnings.addCounts(treated: treated, control: control, clusters: clusters)
    var result = StudyResult(sample, warnings: warnings)
    result.status = status
    result.verdict = verdict
    result.treatment = term
    result.treatedClusters = treated
    result.controlClusters = control
    result.headline = headline
    result.rows = rows
    result.singletonsDropped = singletons
    result.numbers = numbers
    return result
  }
}

/// Linear combinations and the joint test of a study on one covariance.
struct CoefficientTests {
  private(set) var combinations: [String: Estimate]?
  private(set) var joint: RegressionNumbers.JointTest?

  /// Throws `invalidField` when a term is not in the regression.
  init(
    names: [String], dropped: [String], coefficients: [Double], covariance: Matrix, degrees: Int,
    _ specification: StudySpecification
  ) throws(StudyRefusal) {
    let known = Set(names + dropped)
    if !specification.combinations.isEmpty {
      var combinations: [String: Estimate] = [:]
      for (name, weights) in specification.combinations {
        for term in weights.keys.sorted() where !known.contains(term) {
          throw .invalidField("lincom", "\(term) is not among the terms")
        }
        guard weights.keys.allSatisfy(names.contains) else {
          combinations[name] = Estimate(nil, nil)
          continue
        }
        let vector = names.map { weights[$0] ?? 0 }
        let variance = max(0, covariance.quadratic(vector))
        combinations[name] = Estimate(dot(vector, coefficients), variance.squareRoot())
      }
      self.combinations = combinations
    }
    guard let terms = specification.jointTerms else { return }
    let wanted = terms.map { $0.filter { !$0.isWhitespace } }
    for term in wanted where !known.contains(term) {
      throw .invalidField("joint_F", "\(term) is not among the terms")
    }
    let positions = wanted.compactMap { names.firstIndex(of: $0) }
    let part = covariance.part(positions, positions)
    let factor = OrderedCholesky(part, floors: part.diagonal.map { $0 * 1e-12 })
    let values = factor.kept.map { coefficients[positions[$0]] }
    var test = RegressionNumbers.JointTest(
      statistic: nil, df1: factor.rank, df2: degrees, p: nil)
    if factor.rank > 0, degrees > 0 {
      let statistic = dot(values, factor.solve(values)) / Double(factor.rank)
      test.statistic = statistic
      test.p = fisherTail(statistic, Double(factor.rank), Double(degrees))
    }
    joint = test
  }
}
