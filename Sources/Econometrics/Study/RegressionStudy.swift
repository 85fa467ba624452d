/// Runs `ols`, `fe` and `fd`.
struct RegressionStudy {
  private let sample: Sample
  private let specification: StudySpecification
  private let rules: JudgementRules
  private var warnings: Set<Warning> = []

  init(_ sample: Sample) {
    self.sample = sample
    specification = sample.specification
    rules = sample.specification.rules
  }

  mutating func run() throws(StudyRefusal) -> StudyResult {
    try run(RegressionSample(sample))
  }

  mutating func run(_ data: RegressionSample) throws(StudyRefusal) -> StudyResult {
    let arms = data.arms
    if sample.excluded > 0 { warnings.insert(.rowsExcludedNonpositive) }
    if data.switchesOff { warnings.insert(.treatmentSwitchesOff) }
    if data.attritionDiffers { warnings.insert(.attritionDiffers) }
    if specification.estimator == .ols { warnings.insert(.descriptive) }
    let wantsReduction =
      data.clusters.count == 1
      && (data.clusters[0].count <= BiasReducedErrors.clusterLimit || arms.treated < 30)
    let originals = wantsReduction ? data.design.columns : []
    let fit = try Regression(data.design)
    if !fit.dropped.isEmpty { warnings.insert(.droppedTerms) }

    let isAbsorbed = data.treatment.map { !fit.names.contains($0.name) } ?? false
    if isAbsorbed || arms.treated == 0 || arms.control == 0 {
      return notIdentified(data, arms)
    }
    var numbers = try RegressionNumbers(
      fit, design: data.design, clusters: data.clusters, rules: rules,
      isOrdinary: specification.estimator == .ols, originals: originals, warnings: &warnings)
    try numbers.addTests(fit, specification)
    return judged(numbers, fit, data, arms, wantsReduction: wantsReduction)
  }

  private func notIdentified(
    _ data: RegressionSample, _ arms: (treated: Int, control: Int)
  ) -> StudyResult {
    var result = StudyResult(sample, warnings: warnings.union([.noComparisonGroup]))
    result.status = .notIdentified
    result.warnings.removeAll { $0 == .droppedTerms }
    result.treatment = data.treatment?.name
    result.treatedClusters = arms.treated
    result.controlClusters = arms.control
    result.rows = data.design.rows
    result.singletonsDropped = data.singletons
    let term = data.treatment?.name ?? ""
    result.numbers = .notIdentified(.init(coef: [term: nil]))
    return result
  }

  private mutating func judged(
    _ numbers: RegressionNumbers, _ fit: Regression, _ data: RegressionSample,
    _ arms: (treated: Int, control: Int), wantsReduction: Bool
  ) -> StudyResult {
    let term = data.treatment?.name
    let clusters = data.clusters.map(\.count).min() ?? data.design.rows
    var degrees = Double(clusters - 1)
    if let term, let reduced = numbers.cr2Degrees?[term], let value = reduced { degrees = value }
    if data.clusters.count == 1, numbers.cr2 == nil { warnings.insert(.clusterReductionSkipped) }
    var status = Status(treated: arms.treated, control: arms.control, degrees: degrees)
    if fit.hasNoVariation {
      warnings.insert(.noVariation)
      status = .notEnoughEvidence
    }
    let headline = headline(numbers, clusters: clusters, arms: arms)
    var interval: ClosedRange<Double>?
    if let term, let ends = headline.errors?.intervals[term] ?? nil { interval = ends[0]...ends[1] }
    warnings.addCounts(treated: arms.treated, control: arms.control, clusters: clusters)
    let verdict = Verdict(status: status, interval: interval, worthwhile: rules.worthwhile)
    if verdict == .noEffectOfPracticalSize, interval?.contains(0) == false {
      warnings.insert(.smallerThanWorthwhile)
    }
    var result = StudyResult(sample, warnings: warnings)
    result.status = status
    result.verdict = verdict
    result.treatment = term
    result.treatedClusters = arms.treated
    result.controlClusters = arms.control
    result.headline = headline.name
    result.rows = data.design.rows
    result.singletonsDropped = data.singletons
    result.numbers = .regression(numbers)
    return result
  }

  /// CR2 below 40 clusters, or when the treated are fewer than 30 or than a fifth.
  private func headline(
    _ numbers: RegressionNumbers, clusters: Int, arms: (treated: Int, control: Int)
  ) -> (name: String, errors: RegressionNumbers.TestedErrors?) {
    if let twoWay = numbers.twoWay { return ("twoway", twoWay) }
    let isSmall = clusters < 40 || arms.treated < 30 || 5 * arms.treated < clusters
    if isSmall, let reduced = numbers.cr2, reduced.errors.values.allSatisfy({ $0 != nil }) {
      return ("cr2", reduced)
    }
    return (numbers.clusters == nil ? "hc1" : "cr1", numbers.cr1 ?? numbers.robust)
  }
}

extension Set<Warning> {
  /// Few clusters in an arm say more than few clusters in all, so only the stronger is given.
  mutating func addCounts(treated: Int, control: Int, clusters: Int) {
    if treated < 5 || control < 5 {
      insert(.fewTreatedClusters)
    } else if clusters < 40 {
      insert(.fewClusters)
    }
  }
}

extension StudyResult {
  /// The frame of a result that has numbers.
  init(_ sample: Sample, warnings: Set<Warning>) {
    self.init(
      estimator: sample.specification.estimator, status: .notEnoughEvidence, verdict: nil,
      refusal: nil, warnings: warnings.sorted { $0.rawValue < $1.rawValue }, treatment: nil,
      treatedClusters: nil, controlClusters: nil, headline: nil, rows: sample.rows,
      rowsExcluded: sample.excluded,
      rowsExcludedKeys: sample.excludedKeys.isEmpty ? nil : sample.excludedKeys,
      singletonsDropped: nil, numbers: nil)
  }
}
