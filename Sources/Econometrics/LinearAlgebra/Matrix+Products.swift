import COpenBLAS

extension Matrix {
  /// self' · self. Shape (columns, columns).
  package func gram() -> Matrix {
    _ = BLAS.oneThread
    var product = Matrix(rows: columns, columns: columns)
    guard rows > 0, columns > 0 else { return product }
    cblas_dsyrk(
      BLAS.columnMajor, BLAS.upper, BLAS.transposed, Int32(columns), Int32(rows), 1, values,
      Int32(rows), 0, &product.values, Int32(columns))
    product.mirrorUpper()
    return product
  }

  /// self · other. Shape (rows, other.columns).
  package func times(_ other: Matrix) -> Matrix {
    precondition(columns == other.rows, "inner sizes agree")
    _ = BLAS.oneThread
    var product = Matrix(rows: rows, columns: other.columns)
    guard rows > 0, columns > 0, other.columns > 0 else { return product }
    cblas_dgemm(
      BLAS.columnMajor, BLAS.plain, BLAS.plain, Int32(rows), Int32(other.columns), Int32(columns),
      1, values, Int32(rows), other.values, Int32(other.rows), 0, &product.values, Int32(rows))
    return product
  }

  /// self' · other. Shape (columns, other.columns).
  package func transposedTimes(_ other: Matrix) -> Matrix {
    precondition(rows == other.rows, "inner sizes agree")
    _ = BLAS.oneThread
    var product = Matrix(rows: columns, columns: other.columns)
    guard rows > 0, columns > 0, other.columns > 0 else { return product }
    cblas_dgemm(
      BLAS.columnMajor, BLAS.transposed, BLAS.plain, Int32(columns), Int32(other.columns),
      Int32(rows), 1, values, Int32(rows), other.values, Int32(other.rows), 0, &product.values,
      Int32(columns))
    return product
  }

  /// self · vector.
  package func times(_ vector: [Double]) -> [Double] {
    times(Matrix(rows: vector.count, columns: 1, values: vector)).values
  }

  /// self' · vector.
  package func transposedTimes(_ vector: [Double]) -> [Double] {
    precondition(rows == vector.count, "inner sizes agree")
    _ = BLAS.oneThread
    var product = [Double](repeating: 0, count: columns)
    guard rows > 0, columns > 0 else { return product }
    cblas_dgemv(
      BLAS.columnMajor, BLAS.transposed, Int32(rows), Int32(columns), 1, values, Int32(rows),
      vector, 1, 0, &product, 1)
    return product
  }

  /// outer' · self · outer for a symmetric `self`; the sandwich of a covariance.
  package func between(_ bread: Matrix) -> Matrix {
    var product = bread.transposedTimes(times(bread))
    product.mirrorUpper()
    return product
  }

  package func scaled(by factor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, values: values.map { $0 * factor })
  }

  /// vector' · self · vector.
  package func quadratic(_ vector: [Double]) -> Double {
    dot(vector, times(vector))
  }

  /// Copies the upper triangle onto the lower, so that rounding cannot leave the two different.
  package mutating func mirrorUpper() {
    for j in 0..<columns {
      for i in 0..<j { values[i * rows + j] = values[j * rows + i] }
    }
  }
}

package func dot(_ a: [Double], _ b: [Double]) -> Double {
  precondition(a.count == b.count, "vectors have equal length")
  return BLAS.dot(a.count, a, b)
}
