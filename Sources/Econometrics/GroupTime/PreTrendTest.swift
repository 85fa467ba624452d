/// Wald test that the effects before adoption are all 0.
package struct PreTrendTest: Sendable {
  package let statistic: Double
  package let degrees: Int
  package let p: Double
  /// The steepest straight difference in trends, per period, that the test misses half the time.
  package let slopeMissedHalf: Double?

  /// Nil when there is nothing to test, when the covariance is singular, or when the cells are more
  /// than a third of the treated units.
  package init?(_ effects: GroupTimeEffects, treated: Int, level: Double) {
    let plan = effects.plan
    var cells: [Int] = []
    var values: [Double] = []
    var distances: [Double] = []
    for (index, cell) in plan.cells.enumerated() where !cell.isPost {
      guard case .estimated(let value) = effects.outcomes[index] else { continue }
      cells.append(index)
      values.append(value)
      let periods = plan.panel.periods
      distances.append(Double(periods[cell.period] - periods[cell.base]))
    }
    guard !cells.isEmpty, 3 * cells.count <= treated else { return nil }
    let products = effects.moments.crossProducts(cells)
    let scale = products.diagonal
    guard scale.allSatisfy({ $0 > 0 }) else { return nil }
    var correlations = products
    for j in cells.indices {
      for i in cells.indices { correlations[i, j] /= (scale[i] * scale[j]).squareRoot() }
    }
    guard let least = SymmetricEigen(correlations).values.first, least > 1e-10 else { return nil }
    let factor = OrderedCholesky(products, floors: scale.map { $0 * 1e-14 })
    guard factor.rank == cells.count else { return nil }
    let squared = effects.moments.units * effects.moments.units
    statistic = squared * dot(values, factor.solve(values))
    degrees = cells.count
    p = ChiSquareDistribution.tail(statistic, degrees: Double(cells.count))
    let information = squared * dot(distances, factor.solve(distances))
    slopeMissedHalf =
      information > 0
      ? (Self.noncentrality(degrees: cells.count, level: level) / information).squareRoot() : nil
  }

  /// The noncentrality at which a test of this level rejects half the time.
  private static func noncentrality(degrees: Int, level: Double) -> Double {
    let bound = ChiSquareDistribution.quantile(1 - level, degrees: Double(degrees))
    var low = 0.0
    var high = bound + 10
    for _ in 0..<60 {
      let middle = (low + high) / 2
      let power = ChiSquareDistribution.noncentralTail(
        bound, degrees: Double(degrees), noncentrality: middle)
      if power < 0.5 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}
