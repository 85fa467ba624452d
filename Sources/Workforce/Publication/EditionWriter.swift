import Foundation
import Postgres

/// Reads and writes what an edition of a period is made of, in one transaction.
struct EditionWriter {
  private let period: [any PostgresEncodable]
  private let now: Date
  private let transaction: Transaction

  init(_ period: Period, now: Date, _ transaction: Transaction) {
    self.period = [period.kind.rawValue, period.startsOn]
    self.now = now
    self.transaction = transaction
  }

  /// What changed of firms in tables that have an edition.
  func changes() async throws -> [TableName: [PartChange]] {
    let rows = try await transaction.fetch(
      Call(Query<PartChange>.partChanges.statement, period)
    ).decode(PartChange.self)
    return Dictionary(grouping: rows) { TableName($0) }
  }

  /// Releases what was never published, and says which tables that is.
  func begin() async throws -> Set<TableName> {
    let rows = try await transaction.fetch(
      Call(Command("published_part.begin").statement, period + [now])
    ).decode(BegunTable.self)
    return Set(rows.map { TableName($0) })
  }

  func sums() async throws -> [SectorSum] {
    try await transaction.fetch(
      Call(Query<SectorSum>.sectorSums.statement, period + [String?.none, String?.none, [UUID]()])
    ).decode(SectorSum.self)
  }

  /// The sums of one table while some firms count as they were released.
  func sums(
    of name: TableName, _ nature: PublicationRule.Nature, holding firms: [UUID]
  ) async throws -> [SectorSum] {
    try await transaction.fetch(
      Call(
        Query<SectorSum>.sectorSums.statement, period + [name.measure, nature.rawValue, firms])
    ).decode(SectorSum.self).filter { $0.provinceCode == name.provinceCode }
  }

  func present() async throws -> [PresentCell] {
    try await transaction.fetch(
      Call(Query<PresentCell>.presentCells.statement, period)
    ).decode(PresentCell.self)
  }

  /// A first edition, in place of what an older release made. Returns how many cells it has.
  func replace(
    _ name: TableName, _ present: [PresentCell], by cells: [EditionCell]
  ) async throws -> Int {
    try await supersede(name, present.map { ($0.sector, $0.sizeCode) })
    return try await insert(name, cells)
  }

  /// The next edition of a table: cells that changed, or are told or hidden from now on. Returns how many.
  func write(_ decision: Release.Decision, of release: Release) async throws -> Int {
    guard let table = decision.table else { return 0 }
    let states = Dictionary(
      release.present.map { (release.axis.place($0.sector, $0.sizeCode), $0.state) },
      uniquingKeysWith: { first, _ in first })
    var ended: [(String, String)] = []
    var begun: [EditionCell] = []
    for place in table.places {
      let isThere = table[place].firms > 0
      let isHidden = table.suppressed.contains(place)
      let state: PublishedCell.State? = isThere ? (isHidden ? .suppressed : .published) : nil
      // A suppressed cell says nothing, so it has nothing that could differ.
      let differs = state == .published && release.isTouched(place, by: decision.released)
      guard state != states[place] || differs else { continue }
      let (sector, size) = (release.axis.sector(place), release.axis.size(place))
      if states[place] != nil { ended.append((sector, size)) }
      if isThere {
        begun.append(
          EditionCell(sector: sector, sizeCode: size, sum: isHidden ? nil : table[place]))
      }
    }
    try await supersede(release.name, ended)
    try await note(decision.released)
    return try await insert(release.name, begun)
  }

  func note(held: Int, lookedAt: Date) async throws {
    _ = try await transaction.execute(
      Call(Command("published_period.note").statement, period + [lookedAt, held]))
  }

  private func supersede(_ name: TableName, _ cells: [(sector: String, size: String)]) async throws
  {
    guard !cells.isEmpty else { return }
    _ = try await transaction.execute(
      Call(
        Command("published_cell.supersede").statement,
        period + [
          cells.map { _ in name.provinceCode }, cells.map { _ in name.measure },
          cells.map(\.sector), cells.map(\.size), now,
        ]))
  }

  private func insert(_ name: TableName, _ cells: [EditionCell]) async throws -> Int {
    guard !cells.isEmpty else { return 0 }
    _ = try await transaction.execute(
      Call(
        Command("published_cell.insert").statement,
        period + [
          cells.map { _ in name.provinceCode }, cells.map { _ in name.measure },
          cells.map(\.sector), cells.map(\.sizeCode),
          cells.map { $0.sum == nil ? "suppressed" : "published" }, cells.map { $0.sum?.firms },
          cells.map { $0.sum?.persons }, cells.map { $0.sum?.total }, now,
        ]))
    return cells.count
  }

  /// What goes keeps the place that it had.
  private func note(_ changes: [PartChange]) async throws {
    guard !changes.isEmpty else { return }
    _ = try await transaction.execute(
      Call(
        Command("published_part.release").statement,
        period + [
          now, changes.map(\.firmId), changes.map(\.measure),
          changes.map { $0.sector ?? $0.releasedSector },
          changes.map { $0.sizeCode ?? $0.releasedSizeCode },
          changes.map { $0.people ?? $0.releasedPeople }, changes.map(\.value),
        ]))
  }
}

private struct BegunTable: Decodable, Sendable, NamesTable {
  let provinceCode: String
  let measure: String
}

extension Query<PartChange> {
  static var partChanges: Self { Query("published_part.changes") }
}

extension Query<SectorSum> {
  static var sectorSums: Self { Query("published_cell.sums") }
}

extension Query<PresentCell> {
  static var presentCells: Self { Query("published_cell.present") }
}
