/// Named columns of equal length, as a file or a query gave them.
package struct Table: Sendable {
  package enum Column: Sendable {
    /// Missing values are NaN.
    case numbers([Double])
    /// Missing values are empty.
    case text([String])
  }

  package let rows: Int
  /// In the order of the source.
  package let names: [String]
  private let columns: [String: Column]
  /// Row 0 of the table is this line of the source; 0 when there is no such thing.
  package let firstLine: Int

  /// Columns may be fewer than `names`: those that nobody asked for are not kept.
  package init(rows: Int, names: [String], columns: [String: Column], firstLine: Int) {
    self.rows = rows
    self.names = names
    self.columns = columns
    self.firstLine = firstLine
  }

  package init(rows: Int, columns: [(name: String, column: Column)]) {
    self.init(
      rows: rows, names: columns.map(\.name),
      columns: Dictionary(columns.map { ($0.name, $0.column) }) { first, _ in first },
      firstLine: 0)
  }

  package func has(_ name: String) -> Bool { columns[name] != nil }

  /// Throws `unknownColumn`, with the nearest name there is.
  package func column(_ name: String) throws(StudyRefusal) -> Column {
    guard let column = columns[name] else {
      throw .unknownColumn(name, nearest: nearestName(to: name, among: names))
    }
    return column
  }

  /// Throws `unknownColumn` or `textInNumber`.
  package func numbers(_ name: String) throws(StudyRefusal) -> [Double] {
    switch try column(name) {
    case .numbers(let values): return values
    case .text(let values):
      var numbers: [Double] = []
      for (row, value) in values.enumerated() {
        if value.isEmpty {
          numbers.append(.nan)
        } else if let number = parsedNumber(value) {
          numbers.append(number)
        } else {
          throw .textInNumber(column: name, row: row + firstLine, value: value)
        }
      }
      return numbers
    }
  }
}

/// The candidate that differs from `name` in the fewest letters, if any comes near.
func nearestName(to name: String, among candidates: [String]) -> String? {
  let wanted = Array(name.lowercased())
  var best: (name: String, distance: Int)?
  for candidate in candidates {
    let distance = editDistance(wanted, Array(candidate.lowercased()))
    if distance < best?.distance ?? Int.max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(2, wanted.count / 2) else { return nil }
  return best.name
}

private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var previous = Array(0...b.count)
  for (i, left) in a.enumerated() {
    var current = [i + 1]
    for (j, right) in b.enumerated() {
      current.append(
        min(previous[j + 1] + 1, current[j] + 1, previous[j] + (left == right ? 0 : 1)))
    }
    previous = current
  }
  return previous[b.count]
}
