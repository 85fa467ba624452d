/// Rows and columns with their margins, and which sums of hidden cells follow from what is told.
struct CellGrid: Sendable {
  typealias Place = CellTable.Place

  /// The margins.
  let lastRow: Int
  let lastColumn: Int

  /// - Parameters: without the margins.
  init(rows: Int, columns: Int) {
    lastRow = rows
    lastColumn = columns
  }

  var places: [Place] {
    (0...lastRow).flatMap { row in (0...lastColumn).map { Place(row: row, column: $0) } }
  }

  func isMargin(_ place: Place) -> Bool { part(place) != .cell }

  /// Whether a cell is in the sum of a place.
  func covers(_ place: Place, _ cell: Place) -> Bool {
    (place.row == lastRow || place.row == cell.row)
      && (place.column == lastColumn || place.column == cell.column)
  }

  /// Hidden cells whose sum follows by subtraction.
  struct Line {
    let places: Set<Place>
    /// Where one more hidden cell makes the sum unknown.
    let closing: (Place) -> Bool
    /// Where one more makes it larger.
    let widening: (Place) -> Bool
  }

  /// Sums of one kind are of different firms and add up; what mixes a margin with its own cells is the
  /// published rest of that line, and says nothing new.
  func lines(of hidden: Set<Place>) -> some Sequence<Line> {
    let rows = (0...lastRow).lazy.map { row in
      Line(
        places: hidden.filter { $0.row == row }, closing: { _ in false },
        widening: { $0.row == row })
    }
    let columns = (0...lastColumn).lazy.map { column in
      Line(
        places: hidden.filter { $0.column == column }, closing: { _ in false },
        widening: { $0.column == column })
    }
    let networks = (0..<(1 << (lastColumn + 1))).lazy.map { chosen in
      network(of: hidden) { chosen >> $0 & 1 == 1 }
    }
    return [AnySequence(rows), AnySequence(columns), AnySequence(networks)].lazy.joined()
      .filter { !$0.places.isEmpty && Set($0.places.map(part)).count == 1 }
  }

  /// The hidden cells between some columns and the rows that these touch.
  private func network(of hidden: Set<Place>, _ isChosen: @escaping (Int) -> Bool) -> Line {
    let touched = Set(hidden.filter { isChosen($0.column) }.map(\.row))
    return Line(
      places: hidden.filter { touched.contains($0.row) && !isChosen($0.column) },
      closing: { !touched.contains($0.row) && isChosen($0.column) },
      widening: { touched.contains($0.row) && !isChosen($0.column) })
  }

  private enum Part: Hashable { case cell, rowMargin, columnMargin, whole }

  private func part(_ place: Place) -> Part {
    switch (place.row == lastRow, place.column == lastColumn) {
    case (false, false): .cell
    case (false, true): .rowMargin
    case (true, false): .columnMargin
    case (true, true): .whole
    }
  }
}
