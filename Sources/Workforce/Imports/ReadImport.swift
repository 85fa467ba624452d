import Foundation
import Postgres

/// Stages the rows of a file and compares them, in one transaction. Part of a workflow; never offered
/// by itself.
struct ReadImport: UseCase, TakesLong {
  static let name = "import.read"
  static let route = Route.post("/imports/{importId}/read")
  static let permission = PreviewImport.permission
  static let access = Access.write

  let importId: ID<ImportBatch>
  let fields: [String]
  let rows: [ImportSheet.Row]
  private var note: @Sendable (Int) -> Void = { _ in }

  private enum CodingKeys: CodingKey { case importId, fields, rows }

  init(importId: ID<ImportBatch>, fields: [String], rows: [ImportSheet.Row]) {
    self.importId = importId
    self.fields = fields
    self.rows = rows
  }

  /// Tells how many rows have been read, again and again.
  func noting(_ note: @escaping @Sendable (Int) -> Void) -> Self {
    var copy = self
    copy.note = note
    return copy
  }

  /// Rows in one statement.
  private static let chunk = 2_000

  func run(in session: Session) async throws -> ImportSummary {
    let record = try await session.lockedImport(importId)
    // A request that is repeated finds it read.
    guard record.state == .reading else {
      session.recordAudit([importId.uuid], changes: [], reason: nil)
      return try await session.importSummary(importId, readCount: nil)
    }
    let work = record.work(try session.firmID().uuid)
    try await session.prepareForImport()
    let reader = try record.reader(fields, today: session.today)
    var start = 0
    var entries = ImportEntries(rows.prefix(Self.chunk), reader)
    while !entries.numbers.isEmpty {
      // The next rows are read while PostgreSQL takes in these.
      let end = start + entries.numbers.count
      async let following = ImportEntries(rows.dropFirst(end).prefix(Self.chunk), reader)
      try await session.execute(
        Command("import.add_entries"), work.firmID, work.id, entries.numbers, entries.cells,
        entries.entered, entries.problems, entries.identities)
      note(end)
      try await session.goOn(work)
      (start, entries) = (end, await following)
    }
    try await session.evaluate(work, fields: nil)
    session.recordAudit(
      [work.id], changes: [AuditChange("rows", before: nil, after: "\(rows.count)")], reason: nil)
    return try await session.importSummary(importId, readCount: nil)
  }
}

extension Session {
  /// Compares the staged rows of a batch anew.
  /// - Parameter fields: the columns as they are read from now on; nil for as they were.
  func evaluate(_ work: ImportWork, fields: [String]?) async throws {
    try await execute(Command("import.forget_rows"), work.firmID, work.id)
    try await work.kind.target.evaluate(work, in: self)
    let settled = try await execute(
      Command("import.settle"), work.firmID, work.id, now, fields)
    guard settled == 1 else { throw AppError.conflict("import.cancelled") }
  }

  /// The batch as it stands once nobody else is writing it.
  func lockedImport(_ id: ID<ImportBatch>) async throws -> ImportRecord {
    try await lock(try await importRecord(id).work(try firmID().uuid))
    return try await importRecord(id)
  }

  /// Keeps every other writing of the batch, and of its kind in the firm, waiting.
  func lock(_ work: ImportWork) async throws {
    try await execute(Command("import.lock"), work.firmID, work.id, work.kind.rawValue)
  }
}
