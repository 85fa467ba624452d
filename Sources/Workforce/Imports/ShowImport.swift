import Foundation
import Postgres

/// A file that was brought in: how far it is, its counts, its columns and what was done with it.
package struct ShowImport: Workflow {
  package static let name = "import.show"
  package static let route = Route.get("/imports/{importId}")
  package static let permission = Permission.importRecords
  package static let access = Access.read

  package let importId: ID<ImportBatch>

  package init(importId: ID<ImportBatch>) {
    self.importId = importId
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportSummary {
    try await app.perform(
      ReadImportSummary(
        importId: importId, readCount: app.importJobs.readCount(importId.uuid)),
      as: principal, request: request)
  }
}

/// Part of a workflow; never offered by itself.
struct ReadImportSummary: UseCase {
  static let name = ShowImport.name
  static let route = ShowImport.route
  static let permission = ShowImport.permission
  static let access = Access.read

  let importId: ID<ImportBatch>
  let readCount: Int?

  func run(in session: Session) async throws -> ImportSummary {
    try await session.importSummary(importId, readCount: readCount)
  }
}

/// Stops a file that is being read or applied, or puts away one that was only previewed. Nothing of
/// it is written.
package struct CancelImport: Workflow {
  package static let name = "import.cancel"
  package static let route = Route.post("/imports/{importId}/cancel")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>

  package init(importId: ID<ImportBatch>) {
    self.importId = importId
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportSummary {
    _ = try await app.perform(
      AskCancel(importId: importId), as: principal, request: request)
    app.importJobs.cancel(importId.uuid)
    return try await app.perform(
      ShowImport(importId: importId), as: principal, request: request)
  }
}

/// Part of a workflow; never offered by itself.
struct AskCancel: UseCase {
  static let name = CancelImport.name
  static let route = CancelImport.route
  static let permission = CancelImport.permission
  static let access = Access.write

  let importId: ID<ImportBatch>

  func run(in session: Session) async throws -> ImportStanding {
    let record = try await session.importRecord(importId)
    guard
      let asked = try await session.fetchOne(
        .importCancel, try session.firmID().uuid, importId.uuid, session.now,
        session.now.addingTimeInterval(-10))
    else { throw AppError.conflict("import.not_previewed") }
    session.recordAudit(
      [importId.uuid],
      changes: [AuditChange("state", before: record.state.rawValue, after: asked.state.rawValue)],
      reason: nil)
    return asked
  }
}

extension Query<ImportStanding> {
  fileprivate static var importCancel: Self { Query("import.ask_cancel") }
}
