extension Absorber {
  /// The columns without the effects, side by side. Shape (rows, columns). The list is emptied on
  /// the way, so that many columns of a large panel are never in memory twice.
  func matrix(_ columns: inout [[Double]], rows: Int) throws(StudyRefusal) -> Matrix {
    if columns.count == 1 {
      try absorb(&columns[0])
      let values = columns[0]
      columns = []
      return Matrix(rows: rows, columns: 1, values: values)
    }
    let count = columns.count
    var values: [Double] = []
    values.reserveCapacity(rows * count)
    for index in 0..<count {
      var column: [Double] = []
      swap(&column, &columns[index])
      try absorb(&column)
      values.append(contentsOf: column)
    }
    columns = []
    return Matrix(rows: rows, columns: count, values: values)
  }
}
