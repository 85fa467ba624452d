import Foundation

/// Restricted wild cluster bootstrap of one coefficient, one Rademacher sign per cluster.
///
/// The restricted fit imposes β_j = β₀, the outcome is rebuilt with every cluster's residuals kept
/// or reversed, and the regression, fixed effects included, is fitted again. All of that is linear
/// in the signs, so the numerator of t* and the score of each cluster are computed once for the
/// residuals and once for the regressor, and any β₀ follows. Source: Cameron, Gelbach and Miller
/// (2008); the algebra of Roodman et al. (2019).
package struct WildClusterBootstrap: Sendable {
  package let coefficient: Double
  package let draws: Int
  package let clusters: Int
  /// 2^(1−G) when all signs are used: no smaller p can come out.
  package let smallestP: Double
  private let scale: Double
  private let error: Double
  /// Σ_g v_g q_g and the scores of the clusters, for û and for the residualised regressor.
  private let numerators: [[Double]]
  private let scores: [Matrix]

  package static let enumerationLimit = 13

  /// `term` is a position among the kept terms. `draws` nil: every sign vector.
  package init(
    _ fit: Regression, absorber: Absorber, term: Int, clusters: Grouping, draws: Int?,
    seed: UInt64
  ) throws(StudyRefusal) {
    let spread = 1 / fit.bread[term, term]
    let regressor = fit.regressors.times(fit.bread.column(term)).map { $0 * spread }
    let parts = [fit.residuals, regressor]
    let influence = try Self.influence(
      fit, absorber: absorber, regressor: regressor, parts: parts, clusters: clusters)
    let signs = Self.signs(clusters.count, draws: draws, seed: seed)
    numerators = parts.map { part in
      let sums = GroupMeans(clusters).sums(zip(regressor, part).map { $0 * $1 })
      return signs.transposedTimes(sums)
    }
    scores = influence.map { $0.times(signs) }
    let parameters = fit.nonnestedParameters([clusters])
    scale = fit.clusterFactor(parameters: parameters, clusters: clusters.count)
    coefficient = fit.coefficients[term]
    self.draws = signs.columns
    self.clusters = clusters.count
    smallestP =
      draws == nil ? pow(2, 1 - Double(clusters.count)) : 1 / Double(signs.columns)
    let covariance = fit.sandwich(clusters).scaled(by: scale)
    error = max(0, covariance[term, term]).squareRoot()
  }

  /// t of the fitted coefficient against `null`, with CR1 errors.
  package func statistic(null: Double) -> Double { (coefficient - null) / error }

  /// Share of draws at least as far out as the fitted statistic, the fitted one included.
  package func p(null: Double) -> Double {
    let shift = coefficient - null
    let bound = abs(statistic(null: null)) * (1 - 1e-9)
    let clusters = self.clusters
    var count = 0
    scores[0].values.withUnsafeBufferPointer { first in
      scores[1].values.withUnsafeBufferPointer { second in
        guard let a = first.baseAddress, let b = second.baseAddress else { return }
        for draw in 0..<draws {
          var squares = 0.0
          let left = a + draw * clusters
          let right = b + draw * clusters
          for cluster in 0..<clusters {
            let score = left[cluster] + shift * right[cluster]
            squares += score * score
          }
          let numerator = numerators[0][draw] + shift * numerators[1][draw]
          if abs(numerator) / (scale * squares).squareRoot() >= bound { count += 1 }
        }
      }
    }
    return Double(count) / Double(draws)
  }

  /// Values that the test does not reject; an end is nil where the test never rejects.
  package func interval(level: Double) -> (low: Double?, high: Double?) {
    guard error > 0, error.isFinite, smallestP < level else { return (nil, nil) }
    return (end(level, direction: -1), end(level, direction: 1))
  }

  private func end(_ level: Double, direction: Double) -> Double? {
    var inside = coefficient
    var reach = 2 * error
    var outside = coefficient + direction * reach
    var doublings = 0
    while p(null: outside) >= level {
      guard doublings < 12 else { return nil }
      inside = outside
      reach *= 2
      outside = coefficient + direction * reach
      doublings += 1
    }
    for _ in 0..<45 {
      let middle = (inside + outside) / 2
      if p(null: middle) >= level { inside = middle } else { outside = middle }
    }
    return (inside + outside) / 2
  }

  /// For each part u the matrix whose (h, g) entry is x̃_h'(M u restricted to g)_h. Shape (G, G).
  private static func influence(
    _ fit: Regression, absorber: Absorber, regressor: [Double], parts: [[Double]],
    clusters: Grouping
  ) throws(StudyRefusal) -> [Matrix] {
    let groups = RowsByGroup(clusters)
    let count = clusters.count
    var matrices = parts.map { _ in Matrix(rows: count, columns: count) }
    for cluster in 0..<count {
      var column = [Double](repeating: 0, count: fit.rows)
      for row in groups.rows(of: cluster) { column[row] = regressor[row] }
      let slopes = fit.bread.times(fit.regressors.transposedTimes(column))
      try absorber.absorb(&column)
      subtract(fit.regressors, slopes, from: &column)
      for (index, part) in parts.enumerated() {
        let sums = GroupMeans(clusters).sums(zip(column, part).map { $0 * $1 })
        for other in 0..<count { matrices[index][cluster, other] = sums[other] }
      }
    }
    return matrices
  }

  /// One column of signs per draw. Shape (G, draws).
  private static func signs(_ clusters: Int, draws: Int?, seed: UInt64) -> Matrix {
    guard let draws else {
      var signs = Matrix(rows: clusters, columns: 1 << clusters)
      for draw in 0..<signs.columns {
        for cluster in 0..<clusters {
          signs.values[draw * clusters + cluster] = draw >> cluster & 1 == 0 ? 1 : -1
        }
      }
      return signs
    }
    var generator = SeededGenerator(seed: seed)
    var signs = Matrix(rows: clusters, columns: draws)
    for index in signs.values.indices {
      signs.values[index] = generator.next() >> 63 == 0 ? 1 : -1
    }
    // The data as they are count as one draw, so that no p is 0.
    for cluster in 0..<clusters { signs.values[cluster] = 1 }
    return signs
  }
}
