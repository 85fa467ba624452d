import Foundation

/// A linear regression to be fitted: numbers, and which rows belong together.
package struct Design: Sendable {
  package var outcome: [Double]
  package var columns: [[Double]]
  package var names: [String]
  /// Sets of fixed effects to absorb.
  package var effects: [Grouping]

  package init(outcome: [Double], columns: [[Double]], names: [String], effects: [Grouping]) {
    self.outcome = outcome
    self.columns = columns
    self.names = names
    self.effects = effects
  }

  package var rows: Int { outcome.count }
}

/// A regressor that was left out because it adds nothing, and why.
package struct DroppedTerm: Codable, Equatable, Sendable {
  package let term: String
  package let reason: String
}

/// Least squares after absorption of the fixed effects.
package struct Regression: Sendable {
  package let rows: Int
  /// Positions of the kept terms among the columns of the design.
  package let kept: [Int]
  package let names: [String]
  package let dropped: [DroppedTerm]
  package let coefficients: [Double]
  package let residuals: [Double]
  /// The kept regressors without the effects. Shape (rows, k).
  package let regressors: Matrix
  package let factor: OrderedCholesky
  /// (Ẍ'Ẍ)⁻¹. Shape (k, k).
  package let bread: Matrix
  package let ssr: Double
  /// Sum of squares to be explained: after absorption, or about the mean when nothing is absorbed.
  package let total: Double
  /// Σ y² before anything was taken out; the yardstick of rounding.
  package let rawTotal: Double
  package let effects: [Grouping]
  package let effectRank: Int

  package var slopes: Int { names.count }
  /// All parameters, effects included (exact rank).
  package var fullParameters: Int { slopes + effectRank }
  package var residualDegrees: Int { rows - fullParameters }
  /// Nothing left but rounding: errors and tests have no meaning.
  package var hasNoVariation: Bool { ssr <= 1e-24 * rawTotal || rawTotal == 0 }

  package init(_ design: Design) throws(StudyRefusal) {
    var copy = design
    try self.init(consuming: &copy)
  }

  package init(_ design: Design, absorber: Absorber) throws(StudyRefusal) {
    var copy = design
    try self.init(consuming: &copy, absorber: absorber)
  }

  /// Empties the design while it works, so that a large panel is in memory only once.
  package init(consuming design: inout Design) throws(StudyRefusal) {
    let absorber = Absorber(sets: design.effects, rows: design.rows)
    try self.init(consuming: &design, absorber: absorber)
  }

  private init(consuming design: inout Design, absorber: Absorber) throws(StudyRefusal) {
    let rows = design.rows
    let labels = design.names
    let effects = design.effects
    var outcome: [Double] = []
    swap(&outcome, &design.outcome)
    var columns: [[Double]] = []
    swap(&columns, &design.columns)
    let rawTotal = dot(outcome, outcome)
    let outcomeSpread = spread(outcome)
    let scales = columns.map(spread)
    let constantWithin = columns.map { column in
      effects.first { isConstant(column, within: $0) }?.name
    }
    try absorber.absorb(&outcome)
    let absorbedTotal = dot(outcome, outcome)
    let all = try absorber.matrix(&columns, rows: rows)
    let gram = all.gram()
    let factor = OrderedCholesky(gram, floors: scales.map { 1e-9 * $0.reference })
    let kept = factor.kept
    let regressors: Matrix
    if kept.count == labels.count {
      regressors = all
    } else {
      regressors = all.part(columns: kept)
    }
    var coefficients = factor.solve(regressors.transposedTimes(outcome))
    var residuals: [Double] = []
    swap(&residuals, &outcome)
    subtract(regressors, coefficients, from: &residuals)
    // One refinement brings the normal equations to the accuracy of an orthogonal decomposition.
    let correction = factor.solve(regressors.transposedTimes(residuals))
    for index in coefficients.indices { coefficients[index] += correction[index] }
    subtract(regressors, correction, from: &residuals)

    let explainsMean = !effects.isEmpty || kept.contains { scales[$0].isConstant }
    self.rows = rows
    self.kept = kept
    names = kept.map { labels[$0] }
    dropped = factor.dropped.map { column in
      let isAbsorbed = gram[column, column] <= 1e-9 * scales[column].reference
      let reason =
        isAbsorbed && !effects.isEmpty
        ? absorbedReason(constantWithin[column], effects: effects)
        : collinearity(of: column, factor: factor, names: labels)
      return DroppedTerm(term: labels[column], reason: reason)
    }
    self.coefficients = coefficients
    self.residuals = residuals
    self.regressors = regressors
    self.factor = factor
    bread = factor.inverse()
    ssr = dot(residuals, residuals)
    if effects.isEmpty {
      total = explainsMean ? outcomeSpread.centred : rawTotal
    } else {
      total = absorbedTotal
    }
    self.rawTotal = rawTotal
    self.effects = effects
    effectRank = absorber.rank
  }
}

/// Sums of squares of a column before absorption.
struct Spread {
  let centred: Double
  let raw: Double

  var isConstant: Bool { centred <= 1e-24 * raw }
  /// What is left of a column is judged against its variation; a constant has none.
  var reference: Double { isConstant ? raw : centred }
}

func spread(_ column: [Double]) -> Spread {
  guard !column.isEmpty else { return Spread(centred: 0, raw: 0) }
  var mean = 0.0
  for value in column { mean += value }
  mean /= Double(column.count)
  var centred = 0.0
  var raw = 0.0
  for value in column {
    centred += (value - mean) * (value - mean)
    raw += value * value
  }
  return Spread(centred: centred, raw: raw)
}

/// residuals −= matrix · coefficients.
func subtract(_ matrix: Matrix, _ coefficients: [Double], from residuals: inout [Double]) {
  residuals.withUnsafeMutableBufferPointer { residuals in
    matrix.values.withUnsafeBufferPointer { values in
      guard let u = residuals.baseAddress, let x = values.baseAddress else { return }
      for (j, coefficient) in coefficients.enumerated() {
        BLAS.add(matrix.rows, -coefficient, x + j * matrix.rows, to: u)
      }
    }
  }
}

private func collinearity(of column: Int, factor: OrderedCholesky, names: [String]) -> String {
  let parts = factor.explanation(of: column)
  let largest = parts.map { abs($0.weight) }.max() ?? 0
  let partners = parts.filter { abs($0.weight) > 1e-7 * largest }.map { names[$0.column] }
  return partners.isEmpty ? "constant 0" : "collinear with " + partners.joined(separator: ", ")
}
