import Foundation
import Postgres

package enum ImportState: String, Codable, Sendable, CaseIterable {
  /// The file is being read and compared.
  case reading
  case previewed, applying, applied
  case partlyUndone = "partly_undone"
  case undone, cancelled, failed
}

package enum ImportVerdict: String, Codable, Sendable, CaseIterable {
  case create, change, same, ambiguous, error
}

package enum ImportAction: String, Codable, Sendable, CaseIterable {
  case apply, undo, redo
}

/// How a batch stands now.
struct ImportStanding: Codable, Sendable {
  let state: ImportState
}

/// A column of the file and the field that it fills; nil for one that is not read.
package struct ImportedColumn: Codable, Sendable {
  package let heading: String
  package let field: String?
}

/// One applying or undoing of a batch.
package struct ImportStep: Codable, Sendable {
  package let step: Int
  package let action: ImportAction
  package let rowCount: Int
  package let recordedAt: Date
  package let recordedBy: ID<Account>
  package let reason: String?
}

/// A file that was brought in and what has become of it.
package struct ImportSummary: Codable, Sendable, Versioned {
  package let importId: ID<ImportBatch>
  package let kind: ImportKind
  package let fileName: String
  package let sheet: String
  package let state: ImportState
  /// Whether the work was cut off: nothing of it was written, and it can be begun again.
  package let isInterrupted: Bool
  package let rowCount: Int
  /// Rows read so far, while the file is being read.
  package let readCount: Int
  package let createCount: Int
  package let changeCount: Int
  package let sameCount: Int
  package let ambiguousCount: Int
  package let errorCount: Int
  package let columns: [ImportedColumn]
  /// Fields that this kind cannot do without and no column fills.
  package let missingFields: [String]
  /// The key of a sentence: why the last attempt was given up.
  package let failureRule: String?
  package let createdAt: Date
  package let createdBy: ID<Account>
  package let appliedAt: Date?
  package let steps: [ImportStep]
  package let version: Int

  /// The rows that applying writes.
  package var writeCount: Int { createCount + changeCount }

  init(_ row: ImportRecord, steps: [ImportStep], readCount: Int?, now: Date) {
    importId = ID(row.id)
    kind = row.kind
    fileName = row.fileName
    sheet = row.sheet
    state = row.state
    let isWork = row.state == .reading || row.state == .applying
    isInterrupted = isWork && !row.isRunning && row.stateAt < now.addingTimeInterval(-10)
    rowCount = row.rowCount
    self.readCount = readCount ?? row.readCount
    createCount = row.createCount
    changeCount = row.changeCount
    sameCount = row.sameCount
    ambiguousCount = row.ambiguousCount
    errorCount = row.errorCount
    columns = zip(row.header, row.fields).map {
      ImportedColumn(heading: $0, field: $1.isEmpty ? nil : $1)
    }
    missingFields = ImportMapping(row.fields).missing(of: row.kind)
    failureRule = row.failureRule
    createdAt = row.createdAt
    createdBy = ID(row.createdBy)
    appliedAt = row.appliedAt
    self.steps = steps
    version = row.version
  }
}

/// A batch as it is kept.
struct ImportRecord: Decodable, Sendable {
  let id: UUID
  let kind: ImportKind
  let fileName: String
  let fileSha256: String
  let sheet: String
  let headerRow: Int
  let header: [String]
  let fields: [String]
  let options: String
  let state: ImportState
  let stateAt: Date
  let failureRule: String?
  let rowCount: Int
  let readCount: Int
  let createCount: Int
  let changeCount: Int
  let sameCount: Int
  let ambiguousCount: Int
  let errorCount: Int
  let version: Int
  let createdAt: Date
  let createdBy: UUID
  let appliedAt: Date?
  /// Whether a transaction is at work on it at this moment.
  let isRunning: Bool

  func work(_ firmID: UUID) -> ImportWork {
    ImportWork(
      id: id, firmID: firmID, kind: kind, createCount: createCount, changeCount: changeCount,
      reason: nil)
  }

  /// Reads its rows under a mapping.
  func reader(_ fields: [String], today: CalendarDate) throws -> ImportRowReader {
    let options = try JSONCoding.decoder().decode(ImportOptions.self, from: Data(options.utf8))
    return ImportRowReader(
      fields: fields, header: header, options: options, kind: kind, today: today)
  }
}

/// What is kept of a file beside its rows.
struct ImportOptions: Codable, Sendable {
  /// What a line above the table says that amounts are in.
  let unit: String?
  /// Columns whose dates have the month first, counted from 0; nil in files that were not asked.
  let monthFirst: [Int]?

  var json: String {
    get throws { String(decoding: try JSONCoding.encoder().encode(self), as: UTF8.self) }
  }
}

extension Query<ImportRecord> {
  static var importBatch: Self { Query("import.show") }
}
extension Query<ImportStep> {
  static var importSteps: Self { Query("import.steps") }
}

extension Session {
  /// Throws `notFound` for a batch that the caller may not see.
  func importRecord(_ id: ID<ImportBatch>) async throws -> ImportRecord {
    let record = try await find(
      "import", .importBatch, try firmID().uuid, id.uuid, principal.onlyImportsOf)
    try require(record.kind)
    return record
  }

  func importSummary(_ id: ID<ImportBatch>, readCount: Int?) async throws -> ImportSummary {
    let record = try await importRecord(id)
    let steps = try await fetchAll(.importSteps, try firmID().uuid, id.uuid)
    return ImportSummary(record, steps: steps, readCount: readCount, now: now)
  }

  /// Throws `conflict` when somebody has asked to stop.
  func goOn(_ batch: ImportWork) async throws {
    guard try await fetchOne(.importGoesOn, batch.firmID, batch.id) != nil else {
      throw AppError.conflict("import.cancelled")
    }
  }

  /// Everything of a batch in one transaction: the rows of a file are compared as a whole, and the
  /// planner knows nothing yet about rows that were staged a moment ago.
  func prepareForImport() async throws {
    try await transaction.set("enable_nestloop", to: "off")
    // Forbidden plans count as dear ones, for which compiling would be tried each time.
    try await transaction.set("jit", to: "off")
    try await transaction.set("work_mem", to: "64MB")
  }
}

struct ImportGoesOn: Decodable, Sendable {
  let id: UUID
}

extension Query<ImportGoesOn> {
  fileprivate static var importGoesOn: Self { Query("import.go_on") }
}
