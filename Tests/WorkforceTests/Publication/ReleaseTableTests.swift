import Foundation
import Testing

@testable import Workforce

/// Two sectors by two sizes; each firm employs ten people.
@Suite struct ReleaseTableTests {
  private static let rule = PublicationRule(
    minimumFirms: 5, minimumPersons: 5, largestFirmPct: 50, twoLargestFirmsPct: 80)
  private static let shop = CellTable.Place(row: 0, column: 0)
  private static let hotel = CellTable.Place(row: 1, column: 1)

  private static func change(
    _ cell: CellTable.Place, by value: Double = 10, isNew: Bool = true, from: CellTable.Place? = nil
  ) -> ReleaseTable.Change {
    ReleaseTable.Change(
      firm: UUID(), before: from ?? cell, after: cell, valueBefore: 100, valueAfter: 100 + value,
      peopleBefore: 10, peopleAfter: 10, isNewValue: isNew, isNewPeople: false)
  }

  private static func table(
    _ changes: [ReleaseTable.Change], hidden: Set<CellTable.Place> = []
  ) -> ReleaseTable {
    ReleaseTable(
      grid: CellGrid(rows: 2, columns: 2), changes: changes, hiddenBefore: hidden, rule: rule)
  }

  private static func exposed(
    _ changes: [ReleaseTable.Change], hidden: Set<CellTable.Place> = []
  ) -> Set<CellTable.Place> {
    table(changes, hidden: hidden).exposed(changes, hiddenAfter: hidden)
  }

  @Test func fiveFirmsOfACellComeOutTogether() {
    let five = (0..<5).map { _ in Self.change(Self.shop) }
    #expect(Self.exposed(five).isEmpty)
  }

  @Test func fourFirmsOfACellWait() {
    let four = (0..<4).map { _ in Self.change(Self.shop) }
    #expect(Self.exposed(four).contains(Self.shop))
  }

  @Test func oneFirmThatMakesUpTheDifferenceWaits() {
    let changes = (0..<5).map { _ in Self.change(Self.shop) } + [Self.change(Self.shop, by: 900)]
    #expect(Self.exposed(changes).contains(Self.shop))
  }

  @Test func valuesThatAnEditionHadBeforeHideNobody() {
    let back = (0..<4).map { _ in Self.change(Self.shop, isNew: false) } + [Self.change(Self.shop)]
    #expect(Self.exposed(back).contains(Self.shop))
  }

  /// The cells are hidden in both editions; the whole is told in both, and so is its difference.
  @Test func hiddenCellsChangeTogetherWhereTheirSumIsOfFive() {
    let inner: Set<CellTable.Place> = Set(
      CellGrid(rows: 2, columns: 2).places.filter { $0 != .init(row: 2, column: 2) })
    let three = (0..<3).map { _ in Self.change(Self.shop) }
    let five = three + (0..<2).map { _ in Self.change(Self.hotel) }

    #expect(Self.exposed(five, hidden: inner).isEmpty)
    #expect(Self.exposed(three, hidden: inner).contains(.init(row: 2, column: 2)))
  }

  /// A hidden cell whose row and column are told changes by what the rest of them leaves.
  @Test func aChangeFollowsFromTheMargins() {
    let hidden: Set<CellTable.Place> = [
      .init(row: 0, column: 0), .init(row: 0, column: 1), .init(row: 1, column: 0),
      .init(row: 1, column: 1),
    ]
    let changes = (0..<5).map { _ in Self.change(Self.hotel) } + [Self.change(Self.shop)]
    #expect(Self.exposed(changes, hidden: hidden).contains(Self.shop))
  }

  @Test func aFirmThatMovesIsCountedWhereItComesAndNowhereTwice() {
    let moves = (0..<3).map { _ in Self.change(Self.hotel, by: 0, from: Self.shop) }
    // In the whole nothing changes; in each cell three firms are too few.
    let exposed = Self.exposed(moves)
    #expect(exposed.contains(Self.shop))
    #expect(exposed.contains(Self.hotel))
    #expect(!exposed.contains(.init(row: 2, column: 2)))
  }

  @Test func whatAnEditionToldStaysKnownUntilEnoughIsNew() {
    let five = (0..<5).map { _ in Self.change(Self.shop) }
    let standing = Self.table(five, hidden: [Self.hotel]).standing(after: five)

    #expect(!standing.known.contains(Self.shop))
    #expect(standing.known.contains(.init(row: 0, column: 1)))
    #expect(standing.hidden == [Self.hotel])
  }

  @Test func aCellThatIsKnownHidesNothing() {
    func even(_ firms: Int) -> CellSum {
      CellSum(
        firms: firms, persons: firms * 10, total: Double(firms * 100),
        magnitude: Double(firms * 100), largest: 100, secondLargest: 100)
    }
    let cells = [[even(4), even(20)], [even(50), even(60)]]
    let free = CellTable(cells, .amount, Self.rule)
    var standing = CellTable.Standing.none
    standing.known = [.init(row: 0, column: 1)]
    let bound = CellTable(cells, .amount, Self.rule, standing: standing)

    #expect(free.suppressed.contains(.init(row: 0, column: 1)))
    #expect(!bound.suppressed.contains(.init(row: 0, column: 1)))
    #expect(bound.suppressed.contains(.init(row: 0, column: 2)) || !bound.isProtected)
  }
}
