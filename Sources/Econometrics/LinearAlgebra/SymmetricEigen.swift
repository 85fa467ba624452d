import COpenBLAS

/// Eigenvalues (rising) and eigenvectors (columns) of a symmetric matrix.
package struct SymmetricEigen: Sendable {
  package let values: [Double]
  package let vectors: Matrix

  package init(_ matrix: Matrix) {
    precondition(matrix.rows == matrix.columns, "a symmetric matrix is square")
    _ = BLAS.oneThread
    var vectors = matrix
    var values = [Double](repeating: 0, count: matrix.rows)
    if matrix.rows > 0 {
      var size = Int32(matrix.rows)
      var lead = size
      var length = Int32(max(1, 34 * matrix.rows))
      var work = [Double](repeating: 0, count: Int(length))
      var info: Int32 = 0
      dsyev_("V", "U", &size, &vectors.values, &lead, &values, &work, &length, &info)
      // The only causes are a wrong argument and a matrix with NaN; both are faults of the caller.
      precondition(info == 0, "dsyev failed with \(info)")
    }
    self.values = values
    self.vectors = vectors
  }

  /// Σ f(λ) v v'.
  package func mapped(_ function: (Double) -> Double) -> Matrix {
    var scaled = vectors
    for (j, value) in values.enumerated() {
      let factor = function(value)
      for i in 0..<scaled.rows { scaled[i, j] *= factor }
    }
    var product = scaled.times(vectors.transposed())
    product.mirrorUpper()
    return product
  }
}

extension Matrix {
  package func transposed() -> Matrix {
    var transposed = Matrix(rows: columns, columns: rows)
    for j in 0..<columns {
      for i in 0..<rows { transposed[j, i] = self[i, j] }
    }
    return transposed
  }
}
