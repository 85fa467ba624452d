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
  /// False when what stands in an earlier edition leaves nothing that could hide a cell.
  package private(set) var isProtected = true
  private let rule: PublicationRule
  private let grid: CellGrid
  private let standing: Standing

  /// What an earlier edition told of cells that have not changed enough since to be other cells now.
  package struct Standing: Sendable {
    /// Their value is known, so hiding them hides nothing.
    package var known: Set<Place> = []
    /// Showing them would tell what they hid.
    package var hidden: Set<Place> = []

    package static let none = Standing()
  }

  /// - Parameter cells: by row and column, without margins; at most seven columns. Shape: (r, c).
  package init(_ cells: [[CellSum]], _ nature: PublicationRule.Nature, _ rule: PublicationRule) {
    self.init(cells, nature, rule, standing: .none)
  }

  package init(
    _ cells: [[CellSum]], _ nature: PublicationRule.Nature, _ rule: PublicationRule,
    standing: Standing
  ) {
    precondition(cells.allSatisfy { $0.count == cells.first?.count && $0.count <= 7 })
    let columns = cells.first?.count ?? 0
    let withMargin = cells.map { $0 + [$0.reduce(.empty, +)] }
    let margin = (0...columns).map { column in
      withMargin.reduce(CellSum.empty) { $0 + $1[column] }
    }
    sums = withMargin + [margin]
    grid = CellGrid(rows: cells.count, columns: columns)
    self.nature = nature
    self.rule = rule
    self.standing = standing
    suppressed = Set(
      places.filter { place in
        guard self[place].firms > 0, !standing.known.contains(place) else { return false }
        return standing.hidden.contains(place) || !rule.allows(self[place], nature)
      })
    protect()
  }

  package subscript(place: Place) -> CellSum { sums[place.row][place.column] }

  package var places: [Place] { grid.places }

  private mutating func protect() {
    while let exposed = exposure() {
      guard let next = partner(of: exposed) else {
        guard standing.known.isEmpty else {
          isProtected = false
          return
        }
        suppressed = Set(places.filter { self[$0].firms > 0 })
        return
      }
      suppressed.insert(next)
    }
  }

  func exposure() -> CellGrid.Line? {
    grid.lines(of: suppressed).first { isExposed($0.places) }
  }

  private func isExposed(_ places: Set<Place>) -> Bool {
    !rule.allowsRemainder(places.reduce(.empty) { $0 + self[$1] }, nature)
      && !(places.count == 1 && places.allSatisfy { rule.allows(self[$0], nature) })
  }

  /// The published cell of fewest firms that helps; margins only when no other is left.
  private func partner(of exposed: CellGrid.Line) -> Place? {
    let open = places.filter {
      !suppressed.contains($0) && self[$0].firms > 0 && !standing.known.contains($0)
    }
    func rank(_ place: Place) -> Int? {
      let isMargin = grid.isMargin(place)
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
