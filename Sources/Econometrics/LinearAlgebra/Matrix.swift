import COpenBLAS

/// A dense matrix, stored column by column.
package struct Matrix: Equatable, Sendable {
  package let rows: Int
  package let columns: Int
  package var values: [Double]

  package init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    values = [Double](repeating: 0, count: rows * columns)
  }

  /// `values` lists the first column, then the second, and so on.
  package init(rows: Int, columns: Int, values: [Double]) {
    precondition(values.count == rows * columns, "a matrix holds rows × columns values")
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  package init(columns list: [[Double]], rows: Int) {
    self.init(rows: rows, columns: list.count)
    for (j, column) in list.enumerated() {
      precondition(column.count == rows, "columns have equal length")
      values.replaceSubrange(j * rows..<(j + 1) * rows, with: column)
    }
  }

  package subscript(row: Int, column: Int) -> Double {
    get { values[column * rows + row] }
    set { values[column * rows + row] = newValue }
  }

  package func column(_ j: Int) -> [Double] {
    Array(values[j * rows..<(j + 1) * rows])
  }

  package var diagonal: [Double] { (0..<min(rows, columns)).map { self[$0, $0] } }

  /// Some columns, in their order.
  package func part(columns list: [Int]) -> Matrix {
    Matrix(
      rows: rows, columns: list.count,
      values: list.flatMap { values[$0 * rows..<($0 + 1) * rows] })
  }

  /// The part with the given rows and columns, in their order.
  package func part(_ rowIndices: [Int], _ columnIndices: [Int]) -> Matrix {
    var part = Matrix(rows: rowIndices.count, columns: columnIndices.count)
    for (j, column) in columnIndices.enumerated() {
      for (i, row) in rowIndices.enumerated() { part[i, j] = self[row, column] }
    }
    return part
  }
}

/// CBLAS codes, and the one place where the library is told to stay on one thread: estimates must
/// not depend on how many cores the machine has.
enum BLAS {
  static let columnMajor: Int32 = 102
  static let plain: Int32 = 111
  static let transposed: Int32 = 112
  static let upper: Int32 = 121
  static let oneThread: Void = openblas_set_num_threads(1)

  static func dot(_ count: Int, _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    _ = oneThread
    return cblas_ddot(Int32(count), a, 1, b, 1)
  }
}

extension BLAS {
  /// target += weight · source.
  static func add(
    _ count: Int, _ weight: Double, _ source: UnsafePointer<Double>,
    to target: UnsafeMutablePointer<Double>
  ) {
    _ = oneThread
    cblas_daxpy(Int32(count), weight, source, 1, target, 1)
  }
}
