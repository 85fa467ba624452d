/// Gives every cell of a merged range the value of its first one, row by row from the top.
struct MergedCells {
  private struct Open {
    let range: CellRange
    var origin: Cell?
  }

  private var waiting: ArraySlice<CellRange>
  private var open: [Open] = []

  /// - Parameter ranges: sorted by their first row.
  init(_ ranges: [CellRange]) { waiting = ranges[...] }

  /// The row's cells with those of the ranges that cross it.
  mutating func fill(
    _ cells: [Cell], row: Int, limits: SpreadsheetLimits
  ) throws(SpreadsheetError) -> [Cell] {
    guard !open.isEmpty || (waiting.first.map { $0.rows.lowerBound <= row } ?? false) else {
      return cells
    }
    open.removeAll { $0.range.rows.upperBound < row }
    while let next = waiting.first, next.rows.lowerBound <= row {
      waiting.removeFirst()
      guard next.rows.upperBound >= row else { continue }
      guard !open.contains(where: { $0.range.columns.overlaps(next.columns) }) else {
        throw SpreadsheetError(
          .malformed(.overlappingMerges), at: CellPlace(sheet: nil, row: row, column: nil))
      }
      open.append(Open(range: next, origin: nil))
    }
    guard !open.isEmpty else { return cells }
    return filled(cells, row: row, limits: limits)
  }

  private mutating func filled(_ cells: [Cell], row: Int, limits: SpreadsheetLimits) -> [Cell] {
    var covering: [Cell] = []
    for index in open.indices {
      let range = open[index].range
      if range.rows.lowerBound == row {
        open[index].origin = cells.first { $0.column == range.columns.lowerBound }
      }
      let origin = open[index].origin
      // A title may be merged over all 16,384 columns; a row has no more than it may have.
      for column in range.columns.prefix(limits.columns) where column < limits.columns {
        covering.append(
          Cell(
            column: column, value: origin?.value ?? .empty, isFormula: origin?.isFormula ?? false,
            merged: range))
      }
    }
    let covered = Set(covering.map(\.column))
    return (cells.filter { !covered.contains($0.column) } + covering).sorted {
      $0.column < $1.column
    }
  }
}
