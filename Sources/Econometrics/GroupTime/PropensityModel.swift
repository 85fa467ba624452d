import Foundation

/// Logit of belonging to the cohort rather than to the controls.
package struct PropensityModel: Sendable {
  /// Weight of each control, p/(1−p); 0 for the treated and for trimmed controls.
  let weights: [Double]
  /// For each unit its influence on the coefficients. Shape (units, columns).
  let scores: Matrix

  private static let steps = 50

  /// Nil when the arms are separated: the model does not settle, or a treated unit is certain to be
  /// treated.
  init?(_ rows: CellRows, columns: Matrix, trim: Double) {
    let count = rows.units.count
    let treated = rows.isTreated.map { $0 ? 1.0 : 0.0 }
    guard let fitted = Self.fit(treated, columns) else { return nil }
    for row in 0..<count where rows.isTreated[row] && fitted[row] > 0.999 { return nil }
    weights = (0..<count).map { row in
      guard !rows.isTreated[row], fitted[row] < trim else { return 0 }
      let p = min(fitted[row], 1 - 1e-6)
      return p / (1 - p)
    }
    guard weights.contains(where: { $0 > 0 }) else { return nil }
    let information = columns.weightedGram(fitted.map { $0 * (1 - $0) })
    let factor = OrderedCholesky(information, floors: information.diagonal.map { $0 * 1e-14 })
    guard factor.rank == columns.columns else { return nil }
    var scores = columns.times(factor.inverse().scaled(by: Double(count)))
    scores.scaleRows(zip(treated, fitted).map { $0 - $1 })
    self.scores = scores
  }

  /// Fitted probabilities by Newton's method; nil when it does not settle.
  package static func fit(_ treated: [Double], _ columns: Matrix) -> [Double]? {
    var linear = [Double](repeating: 0, count: treated.count)
    for _ in 0..<steps {
      let fitted = linear.map { 1 / (1 + exp(-$0)) }
      let information = columns.weightedGram(fitted.map { $0 * (1 - $0) })
      let factor = OrderedCholesky(information, floors: information.diagonal.map { $0 * 1e-14 })
      guard factor.rank == columns.columns else { return nil }
      let score = columns.transposedTimes(zip(treated, fitted).map { $0 - $1 })
      let change = columns.times(factor.solve(score))
      var largest = 0.0
      for row in linear.indices {
        linear[row] += change[row]
        largest = max(largest, abs(change[row]))
      }
      guard largest.isFinite else { return nil }
      if largest < 1e-11 { return linear.map { 1 / (1 + exp(-$0)) } }
    }
    return nil
  }
}
