import Foundation

/// What changed of firms in one table since its last edition, and which of it may be published together.
///
/// The difference between two editions is a table of changes. What follows from it must tell of a group of
/// firms, as what follows from an edition must: each sum of changes that is told, or that subtraction
/// reaches, is of enough firms with values that no edition ever had, and none of them makes it up alone.
/// A value that is new in one edition stands in no earlier one, so no combination of editions takes the
/// group apart. Changes that would tell too much wait for others.
struct ReleaseTable {
  typealias Place = CellTable.Place

  /// One firm's change. Places are of cells, never of margins; nil where the firm is not in the sums.
  struct Change {
    let firm: UUID
    let before: Place?
    let after: Place?
    let valueBefore: Double
    let valueAfter: Double
    let peopleBefore: Int
    let peopleAfter: Int
    /// No edition of the table had this value, or this many people, of the firm in its place.
    let isNewValue: Bool
    let isNewPeople: Bool
  }

  private enum Aspect: CaseIterable { case value, people }

  let grid: CellGrid
  let changes: [Change]
  /// Suppressed in the last edition.
  let hiddenBefore: Set<Place>
  let rule: PublicationRule

  /// What the last edition still tells, or hides, after these changes.
  func standing(after released: [Change]) -> CellTable.Standing {
    var standing = CellTable.Standing.none
    for place in grid.places where !isOther(place, released) {
      if hiddenBefore.contains(place) {
        standing.hidden.insert(place)
      } else {
        standing.known.insert(place)
      }
    }
    return standing
  }

  /// Enough of the place is new for what is told of it now to say nothing of what was told before.
  private func isOther(_ place: Place, _ released: [Change]) -> Bool {
    let sum = self.sum([place], released, .value)
    return sum.touched > 0 && rule.allows(sum.new, .amount)
  }

  /// Places whose changes would tell too much if all of these were published; empty when none would.
  func exposed(_ released: [Change], hiddenAfter: Set<Place>) -> Set<Place> {
    let hidden = hiddenBefore.union(hiddenAfter)
    let told = grid.places.filter { !hidden.contains($0) }.map { Set([$0]) }
    let reached = grid.lines(of: hidden).map(\.places)
    var exposed: Set<Place> = []
    for places in told + reached where isExposed(places, released) { exposed.formUnion(places) }
    return exposed
  }

  /// The changes that touch none of some places, be it through a margin.
  func keeping(_ released: [Change], out of: Set<Place>) -> [Change] {
    released.filter { change in
      ![change.before, change.after].contains { cell in
        cell.map { cell in of.contains { grid.covers($0, cell) } } ?? false
      }
    }
  }

  private func isExposed(_ places: Set<Place>, _ released: [Change]) -> Bool {
    Aspect.allCases.contains { aspect in
      let sum = self.sum(places, released, aspect)
      return sum.touched > 0 && !rule.allows(sum.new, .amount)
    }
  }

  /// What some places change by together. `touched` counts every firm, `new` those with new values.
  private func sum(
    _ places: Set<Place>, _ released: [Change], _ aspect: Aspect
  ) -> (touched: Int, new: CellSum) {
    func isIn(_ cell: Place?) -> Bool {
      cell.map { cell in places.contains { grid.covers($0, cell) } } ?? false
    }
    var touched = 0
    var new = CellSum.empty
    for change in released {
      let (wasIn, isIn) = (isIn(change.before), isIn(change.after))
      guard wasIn || isIn else { continue }
      let (before, after) =
        switch aspect {
        case .value: (change.valueBefore, change.valueAfter)
        case .people: (Double(change.peopleBefore), Double(change.peopleAfter))
        }
      let difference = (isIn ? after : 0) - (wasIn ? before : 0)
      // One who comes in with nothing, or goes with it, changes the count of firms alone.
      guard difference != 0 else { continue }
      touched += 1
      // Who leaves, or comes back to what was told, hides nobody; but their part of the difference may be
      // nearly all of it.
      let isNew = isIn && (aspect == .value ? change.isNewValue : change.isNewPeople)
      let size = abs(difference)
      new =
        new
        + CellSum(
          firms: isNew ? 1 : 0, persons: isNew ? change.peopleAfter : 0, total: difference,
          magnitude: size, largest: size, secondLargest: 0)
    }
    return (touched, new)
  }
}
