/// One cohort in one period against its controls: the estimate and each unit's influence on it.
struct CellEffect {
  let estimate: Double
  /// In the order of `CellRows.units`; the mean of squares is the variance of √m times the estimate.
  let influence: [Double]
}

/// The units of a cell: those seen in both compared periods that are of the cohort or its controls.
struct CellRows {
  var units: [Int] = []
  var isTreated: [Bool] = []
  var change: [Double] = []
  /// Covariates at the earlier of the two periods, each in the order of `units`.
  var covariates: [[Double]] = []

  init(_ plan: GroupTimePlan, _ cell: GroupTimePlan.Cell) {
    let panel = plan.panel
    let span = panel.span
    var roles: [Int: Bool] = [cell.cohort: true]
    for size in panel.sizes
    where size.cohort != cell.cohort && plan.isControl(size.cohort, in: cell) {
      roles[size.cohort] = false
    }
    var lastCohort: Int?
    var lastRole: Bool?
    panel.outcome.withUnsafeBufferPointer { outcome in
      for unit in 0..<panel.units {
        let cohort = panel.cohorts[unit]
        if cohort != lastCohort {
          lastCohort = cohort
          lastRole = roles[cohort]
        }
        guard let role = lastRole else { continue }
        let change = outcome[unit * span + cell.period] - outcome[unit * span + cell.base]
        guard !change.isNaN else { continue }
        units.append(unit)
        isTreated.append(role)
        self.change.append(change)
      }
    }
    let earlier = min(cell.period, cell.base)
    covariates = panel.covariates.map { values in units.map { values[$0 * span + earlier] } }
  }

  var treated: Int { isTreated.reduce(0) { $0 + ($1 ? 1 : 0) } }
}

extension CellEffect {
  /// Without covariates all methods are the difference of two mean changes.
  init(comparingMeans rows: CellRows) {
    let count = Double(rows.units.count)
    var sums = [0.0, 0.0]
    var sizes = [0.0, 0.0]
    for (row, change) in rows.change.enumerated() {
      let arm = rows.isTreated[row] ? 1 : 0
      sums[arm] += change
      sizes[arm] += 1
    }
    let means = [sums[0] / sizes[0], sums[1] / sizes[1]]
    estimate = means[1] - means[0]
    influence = rows.change.enumerated().map { row, change in
      rows.isTreated[row]
        ? (change - means[1]) * count / sizes[1] : -(change - means[0]) * count / sizes[0]
    }
  }

  /// Nil when the propensity model separates the arms.
  init?(_ rows: CellRows, method: GroupTimeMethod, trim: Double) {
    let count = rows.units.count
    let ones = [Double](repeating: 1, count: count)
    let model = CovariateModel(rows, columns: [ones] + rows.covariates)
    switch method {
    case .regression:
      self.init(model.outcomeRegression())
    case .weighting:
      guard let propensity = PropensityModel(rows, columns: model.columns, trim: trim) else {
        return nil
      }
      self.init(model.weighted(rows.change, propensity, adjustment: nil))
    case .doublyRobust:
      guard let propensity = PropensityModel(rows, columns: model.columns, trim: trim) else {
        return nil
      }
      self.init(model.weighted(model.residuals, propensity, adjustment: model.outcomeScores))
    }
  }

  private init(_ parts: (estimate: Double, influence: [Double])) {
    estimate = parts.estimate
    influence = parts.influence
  }
}
