import Crypto
import Foundation
import Logging
import Postgres

/// Reads a file and compares each row with what there is. Nothing of the firm's own records is
/// written; the answer names the batch that can be looked at, corrected and applied.
///
/// A long file is answered at once and read beside the request: ask again until its state changes.
package struct PreviewImport: Workflow {
  package static let name = "import.preview"
  package static let route = Route.post("/imports")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let kind: ImportKind
  /// What the file is called; nil when nobody said.
  package let fileName: String?
  /// The sheet to read; nil for the first whose headings are known.
  package let sheet: String?
  /// `.xlsx`, or text with commas, semicolons or tabs, in any encoding of Unicode or Windows-1258.
  package let file: FileBytes

  package init(kind: ImportKind, fileName: String?, sheet: String?, file: [UInt8]) {
    self.kind = kind
    self.fileName = fileName
    self.sheet = sheet
    self.file = FileBytes(file)
  }

  package func check(_ problems: inout Problems) {
    problems.bound(fileName, "fileName", limit: 200)
    problems.bound(sheet, "sheet", limit: 200)
  }

  /// More rows than this are read beside the request.
  static let mostRowsAtOnce = 5_000

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportSummary {
    try await run(in: app, as: principal, request: request, mostRowsAtOnce: Self.mostRowsAtOnce)
  }

  /// - Parameter mostRowsAtOnce: a file of more rows is read beside the request.
  func run(
    in app: App, as principal: Principal, request: Request, mostRowsAtOnce: Int
  ) async throws -> ImportSummary {
    try principal.require(kind)
    let remembered = try await app.perform(
      ReadImportMapping(kind: kind), as: principal, request: .plain(id: request.id))
    let sheet = try ImportFile(kind: kind, remembered: remembered.fields)
      .sheet(file.bytes, named: sheet)
    let begun = try await app.perform(
      BeginImport(
        kind: kind, fileName: (fileName ?? "file").tidied,
        sha256: SHA256.hash(data: file.bytes).hexadecimal, sheetName: sheet.name,
        headerRow: sheet.headerRow, header: sheet.header, fields: sheet.fields,
        options: ImportOptions(
          unit: sheet.unit.map { $0.shortened.storable }, monthFirst: sheet.monthFirst),
        rowCount: sheet.rows.count),
      as: principal, request: request)
    let read = ReadImport(importId: begun.importId, fields: begun.fields, rows: sheet.rows)
    guard sheet.rows.count > mostRowsAtOnce else {
      return try await app.read(read, as: principal, request: request)
    }
    app.importJobs.start(begun.importId.uuid) {
      do throws(AppError) {
        _ = try await app.read(read, as: principal, request: request)
      } catch {
        app.logger.warning("an import was not read", metadata: ["error": "\(error.rule)"])
      }
    }
    return try await app.perform(
      ShowImport(importId: begun.importId), as: principal, request: request)
  }
}

extension App {
  /// Reads a batch; what goes wrong is kept with it, so that whoever watches learns of it.
  func read(
    _ read: ReadImport, as principal: Principal, request: Request
  ) async throws(AppError) -> ImportSummary {
    let request = Request.plain(id: request.id)
    importJobs.note(read.importId.uuid, readCount: 0)
    defer { importJobs.finish(read.importId.uuid) }
    do {
      return try await perform(
        read.noting { [importJobs] in importJobs.note(read.importId.uuid, readCount: $0) },
        as: principal, request: request)
    } catch {
      let isCancelled = error.rule == "import.cancelled" || error.rule == "error.cancelled"
      let failed = FailImport(
        importId: read.importId, rule: error.fieldErrors.first?.rule ?? error.rule,
        state: isCancelled ? .cancelled : .failed)
      // The task that was cancelled can do nothing more itself.
      let second = await Task { () -> AppError? in
        do throws(AppError) {
          _ = try await perform(failed, as: principal, request: request)
          return nil
        } catch {
          return error
        }
      }.value
      throw second ?? error
    }
  }
}

/// Notes a file before it is read. Part of a workflow; never offered by itself.
struct BeginImport: UseCase {
  static let name = PreviewImport.name
  static let route = PreviewImport.route
  static let permission = PreviewImport.permission
  static let access = Access.write

  struct Begun: Codable, Sendable {
    let importId: ID<ImportBatch>
    let fields: [String]
  }

  let kind: ImportKind
  let fileName: String
  let sha256: String
  let sheetName: String
  let headerRow: Int
  let header: [String]
  let fields: [String]
  let options: ImportOptions
  let rowCount: Int

  func run(in session: Session) async throws -> Begun {
    let firm = try session.firmID().uuid
    let id: ID<ImportBatch> = session.newID()
    try await session.execute(
      Command("import.create_batch"), firm, id.uuid, kind.rawValue, fileName, sha256.hexBytes,
      sheetName, headerRow, header.map { $0.shortened.storable }, fields,
      try options.json, rowCount,
      session.now, session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("kind", before: nil, after: kind.rawValue),
        AuditChange("file", before: nil, after: sha256),
      ], reason: nil)
    return Begun(importId: id, fields: fields)
  }
}

/// What the firm has said of headings. Part of a workflow; never offered by itself.
struct ReadImportMapping: UseCase {
  static let name = "import.read-mapping"
  static let route = Route.get("/imports/mapping")
  static let permission = PreviewImport.permission
  static let access = Access.read

  struct Remembered: Codable, Sendable {
    /// By folded heading.
    let fields: [String: String]
  }

  fileprivate struct Mapping: Decodable, Sendable {
    let heading: String
    let field: String
  }

  let kind: ImportKind

  func run(in session: Session) async throws -> Remembered {
    let mappings = try await session.fetchAll(
      .importMappings, try session.firmID().uuid, kind.rawValue)
    return Remembered(
      fields: Dictionary(
        mappings.map { ($0.heading, $0.field) }, uniquingKeysWith: { one, _ in one }))
  }
}

extension Query<ReadImportMapping.Mapping> {
  fileprivate static var importMappings: Self { Query("import.mappings") }
}

extension String {
  /// The bytes that hexadecimal digits stand for; ends at the first pair that is none.
  fileprivate var hexBytes: [UInt8] {
    var bytes: [UInt8] = []
    var rest = utf8[...]
    while rest.count >= 2, let byte = UInt8(String(rest.prefix(2)) ?? "", radix: 16) {
      bytes.append(byte)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}

/// Says why a file was not read. Part of a workflow; never offered by itself.
struct FailImport: UseCase {
  static let name = "import.fail"
  static let route = Route.post("/imports/{importId}/fail")
  static let permission = PreviewImport.permission
  static let access = Access.write

  let importId: ID<ImportBatch>
  let rule: String
  let state: ImportState

  func run(in session: Session) async throws -> ImportStanding {
    try await session.execute(
      Command("import.fail"), try session.firmID().uuid, importId.uuid, session.now, rule,
      state.rawValue)
    session.recordAudit(
      [importId.uuid], changes: [AuditChange("state", before: nil, after: state.rawValue)],
      reason: nil)
    return ImportStanding(state: state)
  }
}
