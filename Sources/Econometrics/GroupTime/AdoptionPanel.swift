/// Units over periods with the first period in which each is treated.
package struct AdoptionPanel: Sendable {
  /// Rising.
  package private(set) var periods: [Int]
  /// First treated period of each unit; `never` when there is none.
  package private(set) var cohorts: [Int]
  /// Outcome of unit i in period number t at [i · periods + t]; NaN where there is no row.
  package private(set) var outcome: [Double]
  /// Each laid out like `outcome`.
  package private(set) var covariates: [[Double]]
  /// Cluster of each unit; nil when every unit is its own.
  package private(set) var clusters: [Int32]?

  /// Later than any period.
  package static let never = Int.max

  package init(
    periods: [Int], cohorts: [Int], outcome: [Double], covariates: [[Double]], clusters: [Int32]?
  ) {
    precondition(outcome.count == periods.count * cohorts.count, "one value per unit and period")
    self.periods = periods
    self.cohorts = cohorts
    self.outcome = outcome
    self.covariates = covariates
    self.clusters = clusters
  }

  package var units: Int { cohorts.count }
  package var span: Int { periods.count }

  package func isPresent(_ unit: Int, _ period: Int) -> Bool {
    !outcome[unit * span + period].isNaN
  }

  package var observations: Int { outcome.reduce(0) { $0 + ($1.isNaN ? 0 : 1) } }
  package var isBalanced: Bool { !outcome.contains { $0.isNaN } }

  /// Units by cohort, rising, `never` last.
  package var sizes: [(cohort: Int, units: Int)] {
    var sizes: [Int: Int] = [:]
    for cohort in cohorts { sizes[cohort, default: 0] += 1 }
    return sizes.sorted { $0.key < $1.key }.map { (cohort: $0.key, units: $0.value) }
  }

  /// The panel with only these units and periods; units left without a row go too.
  package mutating func keep(
    units isKept: (Int) -> Bool, periods isUsed: (Int) -> Bool
  ) {
    let used = periods.indices.filter { isUsed(periods[$0]) }
    let kept = cohorts.indices.filter { unit in
      isKept(unit) && used.contains { isPresent(unit, $0) }
    }
    guard used.count < span || kept.count < units else { return }
    let old = span
    func selected(_ values: [Double]) -> [Double] {
      var selected: [Double] = []
      selected.reserveCapacity(kept.count * used.count)
      for unit in kept {
        for period in used { selected.append(values[unit * old + period]) }
      }
      return selected
    }
    outcome = selected(outcome)
    covariates = covariates.map(selected)
    cohorts = kept.map { cohorts[$0] }
    clusters = clusters.map { clusters in
      Grouping(name: "", codes: clusters, count: Int((clusters.max() ?? -1) + 1)).selecting(kept)
        .codes
    }
    periods = used.map { periods[$0] }
  }
}
