import Foundation
import Postgres

/// Which changes of a table come out in its next edition, and what that edition then tells.
struct Release {
  struct Decision {
    let released: [PartChange]
    /// Nil when nothing comes out: the last edition stands.
    let table: CellTable?
  }

  let name: TableName
  let axis: CellAxis
  let present: [PresentCell]
  private let changes: [PartChange]
  private let sums: [SectorSum]
  private let rule: PublicationRule

  init(
    _ name: TableName, _ changes: [PartChange], sums: [SectorSum], present: [PresentCell],
    _ rule: PublicationRule
  ) {
    self.name = name
    self.changes = changes
    self.sums = sums
    self.present = present
    self.rule = rule
    axis = CellAxis(
      sectors: sums.map(\.sector) + present.map(\.sector)
        + changes.flatMap { [$0.sector, $0.releasedSector].compactMap(\.self) })
  }

  /// Holds changes back until what is left may come out together. Fewer come out in each turn, so it ends.
  func decide(_ edition: EditionWriter) async throws -> Decision {
    let nature = sums.first?.nature ?? .amount
    let release = ReleaseTable(
      grid: axis.grid, changes: changes.map { $0.placed(axis) }, hiddenBefore: hiddenBefore,
      rule: rule)
    var released = release.changes
    var rows = sums
    while !released.isEmpty {
      let table = CellTable(
        axis.cells(rows), nature, rule, standing: release.standing(after: released))
      let exposed =
        table.isProtected
        ? release.exposed(released, hiddenAfter: table.suppressed) : Set(release.grid.places)
      guard !exposed.isEmpty else {
        let firms = Set(released.map(\.firm))
        return Decision(released: changes.filter { firms.contains($0.firmId) }, table: table)
      }
      released = release.keeping(released, out: exposed)
      let firms = Set(released.map(\.firm))
      rows = try await edition.sums(
        of: name, nature, holding: changes.map(\.firmId).filter { !firms.contains($0) })
    }
    return Decision(released: [], table: nil)
  }

  /// Whether what a place tells differs from its last edition.
  func isTouched(_ place: CellTable.Place, by released: [PartChange]) -> Bool {
    released.contains { change in
      let placed = change.placed(axis)
      return [placed.before, placed.after].contains { cell in
        cell.map { axis.grid.covers(place, $0) } ?? false
      }
    }
  }

  var hiddenBefore: Set<CellTable.Place> {
    Set(
      present.filter { $0.state == .suppressed }.map { axis.place($0.sector, $0.sizeCode) })
  }
}

/// What a firm adds to a table now, beside what it adds to the last edition; a sector of nil is nothing.
struct PartChange: Decodable, Sendable, NamesTable {
  let firmId: UUID
  let provinceCode: String
  let measure: String
  let sector: String?
  let sizeCode: String?
  let people: Int?
  let value: Double?
  let releasedSector: String?
  let releasedSizeCode: String?
  let releasedPeople: Int?
  let releasedValue: Double?
  let isNewValue: Bool
  let isNewPeople: Bool

  func placed(_ axis: CellAxis) -> ReleaseTable.Change {
    func place(_ sector: String?, _ size: String?) -> CellTable.Place? {
      guard let sector, let size else { return nil }
      return axis.place(sector, size)
    }
    return ReleaseTable.Change(
      firm: firmId, before: place(releasedSector, releasedSizeCode),
      after: place(sector, sizeCode), valueBefore: releasedValue ?? 0, valueAfter: value ?? 0,
      peopleBefore: releasedPeople ?? 0, peopleAfter: people ?? 0, isNewValue: isNewValue,
      isNewPeople: isNewPeople)
  }
}

/// A cell of the last edition.
struct PresentCell: Decodable, Sendable, NamesTable {
  let provinceCode: String
  let measure: String
  let sector: String
  let sizeCode: String
  let state: PublishedCell.State
}
