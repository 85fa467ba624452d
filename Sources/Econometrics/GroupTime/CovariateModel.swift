/// Regression of the change on covariates among the controls of a cell, and what follows from it.
struct CovariateModel {
  let rows: CellRows
  /// Covariates with the constant first, without those that earlier ones explain.
  let columns: Matrix
  /// Change less its prediction, for all units of the cell.
  let residuals: [Double]
  /// For each unit its influence on the regression's coefficients. Shape (units, columns).
  let outcomeScores: Matrix
  private let predictions: [Double]

  init(_ rows: CellRows, columns all: [[Double]]) {
    self.rows = rows
    let count = rows.units.count
    let controls = rows.isTreated.map { $0 ? 0.0 : 1.0 }
    let full = Matrix(columns: all, rows: count)
    let gram = full.weightedGram(controls)
    let factor = OrderedCholesky(gram, floors: gram.diagonal.map { $0 * 1e-12 })
    let columns = Matrix(columns: factor.kept.map { all[$0] }, rows: count)
    let right = columns.transposedTimes(zip(rows.change, controls).map { $0 * $1 })
    var coefficients = factor.solve(right)
    let first = columns.times(coefficients)
    let rest = columns.transposedTimes(
      rows.change.indices.map { controls[$0] * (rows.change[$0] - first[$0]) })
    for (index, step) in factor.solve(rest).enumerated() { coefficients[index] += step }
    let predictions = columns.times(coefficients)
    let residuals = zip(rows.change, predictions).map { $0 - $1 }
    let inverse = factor.inverse().scaled(by: Double(count))
    var scores = columns.times(inverse)
    scores.scaleRows(zip(residuals, controls).map { $0 * $1 })
    self.columns = columns
    self.predictions = predictions
    self.residuals = residuals
    outcomeScores = scores
  }

  /// Outcome regression: ATT = mean over the treated of the change less its prediction.
  func outcomeRegression() -> (estimate: Double, influence: [Double]) {
    let count = Double(rows.units.count)
    let share = Double(rows.treated) / count
    let treated = rows.isTreated.map { $0 ? 1.0 : 0.0 }
    let effect = dot(treated, rows.change) / (count * share)
    let predicted = dot(treated, predictions) / (count * share)
    let moments = columns.transposedTimes(treated).map { $0 / count }
    let carried = outcomeScores.times(moments)
    let influence = rows.change.indices.map { row in
      (treated[row] * (rows.change[row] - effect)
        - treated[row] * (predictions[row] - predicted) - carried[row]) / share
    }
    return (effect - predicted, influence)
  }

  /// Weighted comparison of `values`: the change itself, or its residual with the scores of the
  /// regression that made it (doubly robust).
  func weighted(
    _ values: [Double], _ propensity: PropensityModel, adjustment: Matrix?
  ) -> (estimate: Double, influence: [Double]) {
    let count = Double(rows.units.count)
    let treated = rows.isTreated.map { $0 ? 1.0 : 0.0 }
    let share = Double(rows.treated) / count
    let weights = propensity.weights
    let weightMean = weights.reduce(0, +) / count
    let effect = dot(treated, values) / (count * share)
    let counterfactual = dot(weights, values) / (count * weightMean)
    let spread = values.indices.map { weights[$0] * (values[$0] - counterfactual) }
    let moments = columns.transposedTimes(spread).map { $0 / count }
    let carried = propensity.scores.times(moments)
    var influence = values.indices.map { row in
      treated[row] * (values[row] - effect) / share - (spread[row] + carried[row]) / weightMean
    }
    if let adjustment {
      let treatedMoments = columns.transposedTimes(treated).map { $0 / count }
      let controlMoments = columns.transposedTimes(weights).map { $0 / count }
      let direction = zip(treatedMoments, controlMoments).map { $0 / share - $1 / weightMean }
      for (row, step) in adjustment.times(direction).enumerated() { influence[row] -= step }
    }
    return (effect - counterfactual, influence)
  }
}

extension Matrix {
  /// self' · diag(weights) · self.
  func weightedGram(_ weights: [Double]) -> Matrix {
    var weighted = self
    weighted.scaleRows(weights)
    var product = transposedTimes(weighted)
    product.mirrorUpper()
    return product
  }

  mutating func scaleRows(_ factors: [Double]) {
    for j in 0..<columns {
      for row in 0..<rows { values[j * rows + row] *= factors[row] }
    }
  }
}
