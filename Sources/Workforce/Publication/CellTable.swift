/// Sums by two things, with their margins: which of them may be published together.
///
/// A suppressed cell must not follow from the published ones. Rows and columns with their margins are a
/// network: every sum of suppressed cells that subtraction can reach is the cells between some columns
/// and the rows that these columns touch. All of those sums are looked at, and where one would tell too
/// much, one more cell is suppressed, the smallest first. Source: Hundepool et al., Statistical
/// Disclosure Control (2012), chapter 4. Bounds that follow from a value being positive are not closed.
package struct CellTable: Sendable {
  package struct Place: Hashable, Sendable {
    /// The last row and the last column are the margins.
    package let row: Int
    package let column: Int

    package init(row: Int, column: Int) {
      self.row = row
      self.column = column
    }
  }

  package let sums: [[CellSum]]
  package let nature: PublicationRule.Nature
  package private(set) var suppressed: Set<Place> = []
  private let rule: PublicationRule

  /// - Parameter cells: by row and column, without margins; at most seven columns. Shape: (r, c).
  package init(_ cells: [[CellSum]], _ nature: PublicationRule.Nature, _ rule: PublicationRule) {
    precondition(cells.allSatisfy { $0.count == cells.first?.count && $0.count <= 7 })
    let columns = cells.first?.count ?? 0
    let withMargin = cells.map { $0 + [$0.reduce(.empty, +)] }
    let margin = (0...columns).map { column in
      withMargin.reduce(CellSum.empty) { $0 + $1[column] }
    }
    sums = withMargin + [margin]
    self.nature = nature
    self.rule = rule
    suppressed = Set(places.filter { self[$0].firms > 0 && !rule.allows(self[$0], nature) })
    protect()
  }

  package subscript(place: Place) -> CellSum { sums[place.row][place.column] }

  package var places: [Place] {
    sums.indices.flatMap { row in
      sums[row].indices.map { Place(row: row, column: $0) }
    }
  }

  private var lastRow: Int { sums.count - 1 }
  private var lastColumn: Int { sums[lastRow].count - 1 }

  /// Suppressed cells whose sum follows from what is published and tells too much.
  struct Exposure {
    let places: Set<Place>
    /// Where one more suppressed cell makes the sum unknown.
    let closing: (Place) -> Bool
    /// Where one more makes it larger.
    let widening: (Place) -> Bool
  }

  private mutating func protect() {
    while let exposed = exposure() {
      guard let next = partner(of: exposed) else {
        suppressed = Set(places.filter { self[$0].firms > 0 })
        return
      }
      suppressed.insert(next)
    }
  }

  func exposure() -> Exposure? {
    for row in sums.indices {
      let line = suppressed.filter { $0.row == row }
      if isExposed(line) {
        return Exposure(places: line, closing: { _ in false }, widening: { $0.row == row })
      }
    }
    for column in 0...lastColumn {
      let line = suppressed.filter { $0.column == column }
      if isExposed(line) {
        return Exposure(places: line, closing: { _ in false }, widening: { $0.column == column })
      }
    }
    for chosen in 0..<(1 << (lastColumn + 1)) {
      func isChosen(_ column: Int) -> Bool { chosen >> column & 1 == 1 }
      let touched = Set(suppressed.filter { isChosen($0.column) }.map(\.row))
      let rest = suppressed.filter { touched.contains($0.row) && !isChosen($0.column) }
      if isExposed(rest) {
        return Exposure(
          places: rest, closing: { !touched.contains($0.row) && isChosen($0.column) },
          widening: { touched.contains($0.row) && !isChosen($0.column) })
      }
    }
    return nil
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

  /// Sums of one kind are of different firms and add up; what mixes a margin with its own cells is the
  /// published rest of that line, and says nothing new.
  private func isExposed(_ places: Set<Place>) -> Bool {
    guard !places.isEmpty, Set(places.map(part)).count == 1 else { return false }
    return !rule.allowsRemainder(places.reduce(.empty) { $0 + self[$1] }, nature)
      && !(places.count == 1 && places.allSatisfy { rule.allows(self[$0], nature) })
  }

  /// The published cell of fewest firms that helps; margins only when no other is left.
  private func partner(of exposed: Exposure) -> Place? {
    let open = places.filter { !suppressed.contains($0) && self[$0].firms > 0 }
    func rank(_ place: Place) -> Int? {
      let isMargin = part(place) != .cell
      if exposed.closing(place) { return isMargin ? 2 : 0 }
      if exposed.widening(place) { return isMargin ? 3 : 1 }
      return nil
    }
    return open.compactMap { place in rank(place).map { (rank: $0, place: place) } }
      .min { left, right in
        (left.rank, self[left.place].firms, left.place.row, left.place.column)
          < (right.rank, self[right.place].firms, right.place.row, right.place.column)
      }?.place
  }
}
