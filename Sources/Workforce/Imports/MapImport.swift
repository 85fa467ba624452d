import Foundation
import Postgres

/// Says what the columns of a previewed file are, and compares it anew. What is said is remembered for
/// the next file of this kind.
package struct MapImport: UseCase, TakesLong {
  package static let name = "import.map"
  package static let route = Route.post("/imports/{importId}/columns")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  /// One field for each column in its order; empty or `-` for a column that is not read.
  package let fields: [String]

  package init(importId: ID<ImportBatch>, fields: [String]) {
    self.importId = importId
    self.fields = fields
  }

  /// Rows in one statement.
  private static let chunk = 2_000

  package func run(in session: Session) async throws -> ImportSummary {
    let record = try await session.lockedImport(importId)
    try session.requireVersion(record.version)
    guard record.state == .previewed else { throw AppError.conflict("import.not_previewed") }
    let mapping = try ImportMapping(fields: fields, header: record.header, kind: record.kind)
    let work = record.work(try session.firmID().uuid)
    try await session.prepareForImport()
    try await readAgain(
      work, by: try record.reader(mapping.fields, today: session.today), in: session)
    try await session.execute(
      Command("import.remember_mapping"), work.firmID, work.kind.rawValue,
      record.header.map(ImportMapping.key), mapping.fields, session.now,
      session.principal.accountID.uuid)
    try await session.evaluate(work, fields: mapping.fields)
    session.recordAudit(
      [work.id],
      changes: [
        AuditChange(
          "fields", before: record.fields.joined(separator: ","),
          after: mapping.fields.joined(separator: ","))
      ], reason: nil)
    return try await session.importSummary(importId, readCount: nil)
  }

  private func readAgain(
    _ work: ImportWork, by reader: ImportRowReader, in session: Session
  ) async throws {
    var after = 0
    while true {
      let kept = try await session.fetchAll(
        .importCells, work.firmID, work.id, after, Self.chunk)
      guard let last = kept.last else { return }
      after = last.number
      var entries = ImportEntries()
      for row in kept {
        let cells = try JSONCoding.decoder().decode([String].self, from: Data(row.cells.utf8))
        entries.append(
          ImportSheet.Row(number: row.number, cells: cells.map(ImportCell.text)), reader)
      }
      try await session.execute(
        Command("import.change_entries"), work.firmID, work.id, entries.numbers, entries.entered,
        entries.problems, entries.identities)
    }
  }
}

struct KeptCells: Decodable, Sendable {
  let number: Int
  let cells: String
}

extension Query<KeptCells> {
  static var importCells: Self { Query("import.cells") }
}
