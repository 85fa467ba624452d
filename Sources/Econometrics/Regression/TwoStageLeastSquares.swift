/// Two-stage least squares with one endogenous column.
package struct TwoStageLeastSquares: Sendable {
  package let names: [String]
  package let coefficients: [Double]
  package let residuals: [Double]
  package let rows: Int
  /// (x̂'x̂)⁻¹.
  package let bread: Matrix
  /// Regressors with the endogenous one replaced by its prediction. Shape (rows, k).
  package let fitted: Matrix
  package let firstStage: Regression
  package let ssr: Double
  package let dropped: [DroppedTerm]

  package var residualDegrees: Int { rows - names.count }

  /// `exogenous` are the terms of the second stage; `instruments` only enter the first.
  package init(
    outcome: [Double], exogenous: [[Double]], exogenousNames: [String], endogenous: [Double],
    endogenousName: String, instruments: [[Double]], instrumentNames: [String]
  ) throws(StudyRefusal) {
    let first = try Regression(
      Design(
        outcome: endogenous, columns: exogenous + instruments,
        names: exogenousNames + instrumentNames, effects: []))
    let prediction = zip(endogenous, first.residuals).map { $0 - $1 }
    let second = try Regression(
      Design(
        outcome: outcome, columns: exogenous + [prediction],
        names: exogenousNames + [endogenousName], effects: []))
    var residuals = outcome
    for (name, coefficient) in zip(second.names, second.coefficients) {
      let column =
        name == endogenousName
        ? endogenous : exogenous[exogenousNames.firstIndex(of: name) ?? 0]
      for row in residuals.indices { residuals[row] -= coefficient * column[row] }
    }
    rows = outcome.count
    names = second.names
    coefficients = second.coefficients
    dropped = second.dropped
    self.residuals = residuals
    bread = second.bread
    fitted = second.regressors
    firstStage = first
    ssr = dot(residuals, residuals)
  }

  package var classicalCovariance: Matrix { bread.scaled(by: ssr / Double(residualDegrees)) }

  /// N/(N−k) × the heteroskedastic sandwich.
  package var robustCovariance: Matrix {
    var scores = fitted
    scores.scaleRows(residuals)
    return scores.gram().between(bread).scaled(by: Double(rows) / Double(residualDegrees))
  }

  /// The sandwich by cluster with (N−1)/(N−k) · G/(G−1).
  package func clusterCovariance(_ clusters: Grouping) -> Matrix {
    var scores = Matrix(rows: clusters.count, columns: names.count)
    for j in names.indices {
      for row in 0..<rows {
        scores[Int(clusters.codes[row]), j] += fitted[row, j] * residuals[row]
      }
    }
    let n = Double(rows)
    let g = Double(clusters.count)
    let factor = (n - 1) / (n - Double(names.count)) * g / (g - 1)
    return scores.gram().between(bread).scaled(by: factor)
  }
}
