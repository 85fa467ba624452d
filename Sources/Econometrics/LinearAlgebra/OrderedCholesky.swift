import Foundation

/// Cholesky factor of a symmetric matrix in which a column that earlier columns explain is left
/// out: the first of two equal columns stays, the second goes, whatever their scale.
package struct OrderedCholesky: Sendable {
  /// Indices of the columns that stayed, rising.
  package let kept: [Int]
  /// Indices of the columns that were left out, rising.
  package let dropped: [Int]
  /// For each dropped column its projection on the kept columns before it, in the factor's basis.
  private var shadows: [Int: [Double]]
  /// Lower factor of the kept part, row by row with stride `kept.count`.
  private let lower: [Double]

  package var rank: Int { kept.count }

  /// `floors` holds for each column the pivot under which it counts as explained.
  package init(_ matrix: Matrix, floors: [Double]) {
    let size = matrix.rows
    var lower = [Double](repeating: 0, count: size * size)
    var kept: [Int] = []
    var dropped: [Int] = []
    var shadows: [Int: [Double]] = [:]
    for j in 0..<size {
      let at = kept.count
      var pivot = matrix[j, j]
      lower.withUnsafeMutableBufferPointer { buffer in
        guard let base = buffer.baseAddress else { return }
        let row = base + at * size
        for (i, column) in kept.enumerated() {
          let other = base + i * size
          row[i] = (matrix[column, j] - BLAS.dot(i, row, other)) / other[i]
        }
        pivot -= BLAS.dot(at, row, row)
        if pivot > floors[j], pivot > 0 { row[at] = pivot.squareRoot() }
      }
      if pivot > floors[j], pivot > 0 {
        kept.append(j)
      } else {
        dropped.append(j)
        shadows[j] = Array(lower[at * size..<at * size + at])
        for i in 0..<at { lower[at * size + i] = 0 }
      }
    }
    let rank = kept.count
    var packed = [Double](repeating: 0, count: rank * rank)
    for i in 0..<rank {
      for j in 0...i { packed[i * rank + j] = lower[i * size + j] }
    }
    self.kept = kept
    self.dropped = dropped
    self.shadows = shadows
    self.lower = packed
  }

  /// Solves L z = b for the kept part.
  package func forward(_ right: [Double]) -> [Double] {
    var solution = right
    let rank = kept.count
    lower.withUnsafeBufferPointer { lower in
      solution.withUnsafeMutableBufferPointer { solution in
        guard let l = lower.baseAddress, let z = solution.baseAddress else { return }
        for i in 0..<rank {
          z[i] = (z[i] - BLAS.dot(i, l + i * rank, z)) / l[i * rank + i]
        }
      }
    }
    return solution
  }

  /// Solves L' x = z for the kept part.
  package func backward(_ right: [Double]) -> [Double] {
    var solution = right
    let rank = kept.count
    lower.withUnsafeBufferPointer { lower in
      solution.withUnsafeMutableBufferPointer { solution in
        guard let l = lower.baseAddress, let x = solution.baseAddress else { return }
        for i in stride(from: rank - 1, through: 0, by: -1) {
          x[i] /= l[i * rank + i]
          for j in 0..<i { x[j] -= l[i * rank + j] * x[i] }
        }
      }
    }
    return solution
  }

  /// Solves the kept part of the system. `right` has one value per kept column.
  package func solve(_ right: [Double]) -> [Double] {
    backward(forward(right))
  }

  /// Inverse of the kept part. Shape (rank, rank).
  package func inverse() -> Matrix {
    let rank = kept.count
    var roots = Matrix(rows: rank, columns: rank)
    for j in 0..<rank {
      var unit = [Double](repeating: 0, count: rank)
      unit[j] = 1
      roots.values.replaceSubrange(j * rank..<(j + 1) * rank, with: forward(unit))
    }
    return roots.gram()
  }

  /// The kept columns before `column` of which it is a combination, and their weights.
  package func explanation(of column: Int) -> [(column: Int, weight: Double)] {
    guard let shadow = shadows[column], !shadow.isEmpty else { return [] }
    let rank = kept.count
    var weights = shadow
    for i in stride(from: weights.count - 1, through: 0, by: -1) {
      weights[i] /= lower[i * rank + i]
      for j in 0..<i { weights[j] -= lower[i * rank + j] * weights[i] }
    }
    return zip(kept, weights).map { (column: $0, weight: $1) }
  }
}
