import Foundation

/// Bias-reduced cluster-robust errors (CR2) with Satterthwaite degrees of freedom per coefficient.
/// Source: Bell and McCaffrey (2002), Pustejovsky and Tipton (2018).
package struct BiasReducedErrors: Sendable {
  package let standardErrors: [Double]
  package let degrees: [Double]

  /// More clusters than this differ from CR1 in the third digit at most, unless few are treated.
  package static let clusterLimit = 2000
  private static let columnLimit = 600
  private static let cellLimit = 60_000_000

  /// Nil when the effects outside the clusters are too many to be put among the regressors, or
  /// when a block of the hat matrix leaves nothing to reweight.
  ///
  /// `regressors` are the kept columns of the regression before absorption.
  package init?(
    _ fit: Regression, regressors: [[Double]], clusters: Grouping
  ) throws(StudyRefusal) {
    let nested = fit.effects.filter { $0.isNested(in: clusters) }
    let loose = fit.effects.filter { !$0.isNested(in: clusters) }
    let width = fit.slopes + loose.reduce(0) { $0 + $1.count }
    guard width <= Self.columnLimit, width * fit.rows <= Self.cellLimit, fit.slopes > 0 else {
      return nil
    }
    var columns = regressors
    for set in loose {
      for level in 0..<set.count {
        columns.append(set.codes.map { $0 == Int32(level) ? 1 : 0 })
      }
    }
    let floors = columns.map { 1e-9 * spread($0).reference }
    let absorber = Absorber(sets: nested, rows: fit.rows)
    for index in columns.indices { try absorber.absorb(&columns[index]) }
    let all = Matrix(columns: columns, rows: fit.rows)
    let factor = OrderedCholesky(all.gram(), floors: floors)
    guard factor.kept.prefix(fit.slopes).elementsEqual(0..<fit.slopes) else { return nil }
    let basis = Basis(columns: factor.kept.map { columns[$0] }, factor: factor, rows: fit.rows)
    var sums = Sums(directions: basis.directions(fit.slopes))
    let groups = RowsByGroup(clusters)
    for cluster in 0..<clusters.count {
      let rows = groups.rows(of: cluster)
      sums.add(block: basis.block(rows), residuals: rows.map { fit.residuals[$0] })
    }
    standardErrors = sums.variances.map { $0.squareRoot() }
    degrees = sums.degrees
  }
}

/// An orthonormal basis of the regressors, Q = X R⁻¹, in which (Q'Q)⁻¹ is the identity.
private struct Basis {
  let q: Matrix
  let factor: OrderedCholesky

  init(columns: [[Double]], factor: OrderedCholesky, rows: Int) {
    self.factor = factor
    let rank = factor.rank
    var inverseRoot = Matrix(rows: rank, columns: rank)
    for j in 0..<rank {
      var unit = [Double](repeating: 0, count: rank)
      unit[j] = 1
      inverseRoot.values.replaceSubrange(j * rank..<(j + 1) * rank, with: factor.backward(unit))
    }
    q = Matrix(columns: columns, rows: rows).times(inverseRoot)
  }

  /// R⁻ᵀ e_j for the first `count` coefficients: b_j − β_j = direction' Q'u.
  func directions(_ count: Int) -> Matrix {
    let rank = factor.rank
    return Matrix(
      columns: (0..<count).map { j in
        var unit = [Double](repeating: 0, count: rank)
        unit[j] = 1
        return factor.forward(unit)
      }, rows: rank)
  }

  func block(_ rows: [Int]) -> Matrix {
    var block = Matrix(rows: rows.count, columns: q.columns)
    for j in 0..<q.columns {
      for (i, row) in rows.enumerated() {
        block.values[j * rows.count + i] = q.values[j * q.rows + row]
      }
    }
    return block
  }
}

/// What has to be added up over the clusters, for every coefficient.
private struct Sums {
  /// Shape (rank, k).
  let directions: Matrix
  var variances: [Double]
  private var lengths: [Double]
  private var squaredLengths: [Double]
  private var crossed: [Double]
  private var products: [Matrix]

  init(directions: Matrix) {
    self.directions = directions
    let k = directions.columns
    variances = [Double](repeating: 0, count: k)
    lengths = variances
    squaredLengths = variances
    crossed = variances
    products = (0..<k).map { _ in Matrix(rows: directions.rows, columns: directions.rows) }
  }

  /// `block` are the rows of Q that belong to one cluster. Shape (rows, rank).
  mutating func add(block: Matrix, residuals: [Double]) {
    let adjusted = adjustment(block, block.times(directions), residuals)
    let images = block.transposedTimes(adjusted)
    for j in 0..<directions.columns {
      let a = adjusted.column(j)
      let score = dot(a, residuals)
      variances[j] += score * score
      let length = dot(a, a)
      lengths[j] += length
      squaredLengths[j] += length * length
      let image = images.column(j)
      crossed[j] += length * dot(image, image)
      products[j].addOuter(image)
    }
  }

  /// (I − H)^(−1/2) applied to the columns, from whichever of H = QQ' and Q'Q is smaller.
  private func adjustment(_ block: Matrix, _ columns: Matrix, _ residuals: [Double]) -> Matrix {
    if block.rows <= block.columns {
      let root = SymmetricEigen(block.transposed().gram()).mapped {
        1 - $0 < 1e-10 ? 0 : 1 / (1 - $0).squareRoot()
      }
      return root.times(columns)
    }
    // With Q'Q = V Λ V' and f(λ) = (1 − λ)^(−1/2), the matrix is I + Q V ((f(Λ) − 1)/Λ) V'Q'.
    let inner = SymmetricEigen(block.gram()).mapped {
      let rest = 1 - $0
      if rest < 1e-10 { return -1 / $0 }
      return 1 / (rest.squareRoot() * (1 + rest.squareRoot()))
    }
    var adjusted = block.times(inner.times(block.transposedTimes(columns)))
    for index in adjusted.values.indices { adjusted.values[index] += columns.values[index] }
    return adjusted
  }

  /// ν = (tr B)² / ΣB_gh².
  var degrees: [Double] {
    products.indices.map { j in
      let trace = lengths[j] - products[j].diagonal.reduce(0, +)
      let square = squaredLengths[j] - 2 * crossed[j] + dot(products[j].values, products[j].values)
      return trace * trace / square
    }
  }
}

extension Matrix {
  /// self += vector · vector'.
  mutating func addOuter(_ vector: [Double]) {
    values.withUnsafeMutableBufferPointer { values in
      guard let base = values.baseAddress else { return }
      for (j, weight) in vector.enumerated() where weight != 0 {
        BLAS.add(vector.count, weight, vector, to: base + j * vector.count)
      }
    }
  }
}
