import Foundation

/// Sums over each cluster of a row's regressors times its residual. Shape (clusters, k).
package func clusterScores(_ fit: Regression, _ clusters: Grouping) -> Matrix {
  let k = fit.slopes
  var scores = Matrix(rows: clusters.count, columns: k)
  let rows = fit.rows
  scores.values.withUnsafeMutableBufferPointer { scores in
    fit.regressors.values.withUnsafeBufferPointer { regressors in
      fit.residuals.withUnsafeBufferPointer { residuals in
        clusters.codes.withUnsafeBufferPointer { codes in
          guard let s = scores.baseAddress, let x = regressors.baseAddress,
            let u = residuals.baseAddress, let g = codes.baseAddress
          else { return }
          for j in 0..<k {
            let sums = s + j * clusters.count
            let column = x + j * rows
            for row in 0..<rows { sums[Int(g[row])] += column[row] * u[row] }
          }
        }
      }
    }
  }
  return scores
}

extension Regression {
  /// SSR / (N − K_full) · (Ẍ'Ẍ)⁻¹.
  package var classicalCovariance: Matrix {
    bread.scaled(by: ssr / Double(residualDegrees))
  }

  /// The sandwich of scores by cluster, without a small-sample factor (CR0).
  package func sandwich(_ clusters: Grouping) -> Matrix {
    clusterScores(self, clusters).gram().between(bread)
  }

  /// The sandwich of rows that are independent of one another, each weighted by a function of its
  /// residual and its leverage (HC0, HC2, HC3).
  package func rowSandwich(_ weight: (_ residual: Double, _ row: Int) -> Double) -> Matrix {
    var scores = regressors
    for row in 0..<rows {
      let factor = weight(residuals[row], row)
      for j in 0..<slopes { scores.values[j * rows + row] *= factor }
    }
    return scores.gram().between(bread)
  }

  /// x_i'(X'X)⁻¹x_i for each row.
  package var leverages: [Double] {
    let projected = regressors.times(bread)
    var leverages = [Double](repeating: 0, count: rows)
    for j in 0..<slopes {
      for row in 0..<rows {
        leverages[row] += projected.values[j * rows + row] * regressors.values[j * rows + row]
      }
    }
    return leverages
  }

  /// Slopes plus effect levels, where a set of effects nested in any of the clusterings counts 1.
  package func nonnestedParameters(_ clusterings: [Grouping]) -> Int {
    guard !effects.isEmpty else { return slopes }
    let levels = effects.reduce(0) { $0 + $1.count }
    let nested = effects.reduce(0) { sum, set in
      clusterings.contains { set.isNested(in: $0) } ? sum + set.count - 1 : sum
    }
    return slopes + levels - (effects.count - 1) - nested
  }

  /// (N−1)/(N−K) · G/(G−1).
  package func clusterFactor(parameters: Int, clusters: Int) -> Double {
    let n = Double(rows)
    let g = Double(clusters)
    return (n - 1) / (n - Double(parameters)) * g / (g - 1)
  }

  /// Covariance clustered in two ways at once (Cameron, Gelbach and Miller 2011), every part with
  /// the factor of the smaller number of clusters. Negative eigenvalues are clipped and reported.
  package func twoWayCovariance(
    _ first: Grouping, _ second: Grouping
  ) -> (covariance: Matrix, wasClipped: Bool) {
    let both = Grouping(pairing: first, with: second, name: "\(first.name)^\(second.name)")
    let a = sandwich(first)
    let b = sandwich(second)
    let c = sandwich(both)
    let factor = clusterFactor(
      parameters: nonnestedParameters([first, second]), clusters: min(first.count, second.count))
    var sum = Matrix(rows: slopes, columns: slopes)
    for index in sum.values.indices {
      sum.values[index] = factor * (a.values[index] + b.values[index] - c.values[index])
    }
    guard sum.values.allSatisfy(\.isFinite) else { return (sum, false) }
    let eigen = SymmetricEigen(sum)
    let largest = eigen.values.last ?? 0
    guard let least = eigen.values.first, least < -1e-12 * abs(largest) else { return (sum, false) }
    return (eigen.mapped { max(0, $0) }, true)
  }
}
