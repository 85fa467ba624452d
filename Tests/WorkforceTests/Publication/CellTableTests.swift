import Testing

@testable import Workforce

@Suite struct CellTableTests {
  private static let rule = PublicationRule(
    minimumFirms: 5, minimumPersons: 5, largestFirmPct: 50, twoLargestFirmsPct: 80)

  private func even(_ firms: Int) -> CellSum {
    CellSum(
      firms: firms, persons: firms * 10, total: Double(firms * 100),
      magnitude: Double(firms * 100), largest: firms == 0 ? 0 : 100,
      secondLargest: firms < 2 ? 0 : 100)
  }

  @Test func aCellOfFewerThanFiveFirmsIsSuppressedWithAnotherOfItsRowAndColumn() {
    let table = CellTable(
      [[even(4), even(20), even(30)], [even(50), even(60), even(70)]], .amount, Self.rule)

    #expect(
      table.suppressed == [
        .init(row: 0, column: 0), .init(row: 0, column: 1), .init(row: 1, column: 0),
        .init(row: 1, column: 1),
      ])
  }

  @Test func aSumThatOneFirmMakesUpIsSuppressed() {
    let dominated = CellSum(
      firms: 9, persons: 90, total: 1000, magnitude: 1000, largest: 501, secondLargest: 80)
    #expect(!Self.rule.allows(dominated, .amount))
    #expect(Self.rule.allows(dominated, .firms))
  }

  @Test func ofTwoFirmsThatMakeUpNearlyAllNeitherCouldHide() {
    let shared = CellSum(
      firms: 9, persons: 90, total: 1000, magnitude: 1000, largest: 450, secondLargest: 400)
    #expect(!Self.rule.allows(shared, .amount))
  }

  @Test func fewPersonsAreNotCountedInPublic() {
    var few = even(9)
    few.total = 3
    #expect(!Self.rule.allows(few, .persons))
  }

  @Test func aTableOfLargeCellsIsPublishedWhole() {
    let table = CellTable([[even(5), even(8)], [even(9), even(6)]], .amount, Self.rule)
    #expect(table.suppressed == [])
  }

  @Test func anEmptyCellHidesNothing() {
    let table = CellTable(
      [[even(3), even(0), even(9)], [even(9), even(8), even(9)]], .amount, Self.rule)
    #expect(!table.suppressed.contains(.init(row: 0, column: 1)))
    #expect(table.suppressed.contains(.init(row: 0, column: 2)))
  }

  /// The attacker knows every published cell and that rows and columns add up. Whatever elimination
  /// leaves as a sum of firms' values must be a sum that could have been published.
  @Test(arguments: 0..<200)
  func noSuppressedSumFollowsFromWhatIsPublished(seed: Int) {
    var random = Lottery(seed: UInt64(seed))
    let cells = (0..<(3 + seed % 9)).map { _ in
      (0..<5).map { _ in random.cell() }
    }
    let table = CellTable(cells, .amount, Self.rule)

    let told = Attack(table).sums.filter { places in
      let sum = places.reduce(CellSum.empty) { $0 + table[$1] }
      return !Self.rule.allows(sum, .amount)
    }
    #expect(told == [])
  }

  @Test func theAttackTakesApartATableWhoseMarginsAreAllPublished() {
    let table = CellTable([[even(3), even(9)], [even(9), even(9)]], .amount, Self.rule)
    let alone = Attack(table, hidden: [.init(row: 0, column: 0)]).sums
    #expect(alone == [[.init(row: 0, column: 0)]])
  }
}

/// Gaussian elimination over what is hidden: the sums of hidden cells that the published ones give away.
private struct Attack {
  let sums: [Set<CellTable.Place>]

  init(_ table: CellTable) {
    self.init(table, hidden: table.suppressed)
  }

  init(_ table: CellTable, hidden: Set<CellTable.Place>) {
    let unknown = hidden.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    let rows = table.sums.count
    let columns = table.sums[0].count
    // A line adds up to its margin, which therefore counts against it.
    func sign(_ place: CellTable.Place) -> Double {
      (place.row == rows - 1) == (place.column == columns - 1) ? 1 : -1
    }
    var equations =
      (0..<rows).map { row in unknown.map { $0.row == row ? sign($0) : 0 } }
      + (0..<columns).map { column in unknown.map { $0.column == column ? sign($0) : 0 } }
    var pivotRow = 0
    for column in unknown.indices {
      guard let found = (pivotRow..<equations.count).first(where: { equations[$0][column] != 0 })
      else { continue }
      equations.swapAt(pivotRow, found)
      let pivot = equations[pivotRow][column]
      equations[pivotRow] = equations[pivotRow].map { $0 / pivot }
      for row in equations.indices where row != pivotRow && equations[row][column] != 0 {
        let factor = equations[row][column]
        equations[row] = zip(equations[row], equations[pivotRow]).map { $0 - factor * $1 }
      }
      pivotRow += 1
      if pivotRow == equations.count { break }
    }
    sums = equations.compactMap { equation in
      let used = zip(unknown, equation).filter { $0.1 != 0 }
      let coefficients = Set(used.map { $0.1 })
      let kinds = Set(used.map { [$0.0.row == rows - 1, $0.0.column == columns - 1] })
      guard coefficients.count == 1, kinds.count == 1 else { return nil }
      return Set(used.map { $0.0 })
    }
  }
}

/// Numbers that a seed fixes.
private struct Lottery {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  private mutating func below(_ bound: UInt64) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % bound)
  }

  mutating func cell() -> CellSum {
    let firms = [0, 1, 2, 4, 6, 12, 40][below(7)]
    let values = (0..<firms).map { _ in Double(1 + below(below(4) == 0 ? 5000 : 100)) }
      .sorted(by: >)
    return CellSum(
      firms: firms, persons: firms * (1 + below(20)), total: values.reduce(0, +),
      magnitude: values.reduce(0, +), largest: values.first ?? 0,
      secondLargest: values.dropFirst().first ?? 0)
  }
}
