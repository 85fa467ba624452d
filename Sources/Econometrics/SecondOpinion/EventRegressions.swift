/// Two-way fixed effects with dummies for event times, alone or by cohort.
package struct EventRegression: Sendable {
  package struct Term: Hashable, Sendable {
    /// 0 where the dummy is shared by all cohorts.
    package let cohort: Int
    package let event: Int
  }

  package let fit: Regression
  package let covariance: Matrix
  package let nonnestedParameters: Int
  /// Terms in the order given, with their number among the kept regressors.
  package let terms: [(term: Term, position: Int?)]
  /// Treated rows behind each term.
  package let rowsBehind: [Int]

  /// Dummies come first, then the further regressors of the panel, which are named `names`.
  package init(
    _ data: AdoptionRows, reference: Int, byCohort: Bool, last: Int, names: [String]
  ) throws(StudyRefusal) {
    var counts: [Term: Int] = [:]
    var keys = [Term?](repeating: nil, count: data.rows)
    for row in 0..<data.rows where data.cohorts[row] <= last {
      let event = data.dates[row] - data.cohorts[row]
      guard event != reference else { continue }
      let term = Term(cohort: byCohort ? data.cohorts[row] : 0, event: event)
      keys[row] = term
      counts[term, default: 0] += 1
    }
    let ordered = counts.keys.sorted { ($0.cohort, $0.event) < ($1.cohort, $1.event) }
    let numbering = Dictionary(uniqueKeysWithValues: ordered.enumerated().map { ($1, $0) })
    var columns = ordered.map { _ in [Double](repeating: 0, count: data.rows) }
    for (row, key) in keys.enumerated() {
      if let key, let column = numbering[key] { columns[column][row] = 1 }
    }
    let labels = ordered.map { "\($0.cohort):\($0.event)" }
    var design = Design(
      outcome: data.outcome, columns: columns + data.covariates, names: labels + names,
      effects: [data.unit, data.time])
    columns = []
    let fit = try Regression(consuming: &design)
    let positions = Dictionary(uniqueKeysWithValues: fit.kept.enumerated().map { ($1, $0) })
    nonnestedParameters = fit.nonnestedParameters([data.clusters])
    covariance = fit.sandwich(data.clusters).scaled(
      by: fit.clusterFactor(parameters: nonnestedParameters, clusters: data.clusters.count))
    terms = ordered.enumerated().map { ($1, positions[$0]) }
    rowsBehind = ordered.map { counts[$0] ?? 0 }
    self.fit = fit
  }

  package func estimate(_ position: Int) -> (coef: Double, se: Double) {
    (fit.coefficients[position], max(0, covariance[position, position]).squareRoot())
  }

  /// Average of kept terms with fixed weights; nil when none of them is kept.
  package func average(
    _ weights: [(position: Int, weight: Double)]
  ) -> (coef: Double, se: Double)? {
    let sum = weights.reduce(0) { $0 + $1.weight }
    guard sum > 0 else { return nil }
    var vector = [Double](repeating: 0, count: fit.slopes)
    for (position, weight) in weights { vector[position] += weight / sum }
    return (
      dot(vector, fit.coefficients), max(0, covariance.quadratic(vector)).squareRoot()
    )
  }
}
