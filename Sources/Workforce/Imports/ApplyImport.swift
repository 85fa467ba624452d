import Foundation
import Logging
import Postgres

/// Writes what a previewed file creates and changes: all of it in one transaction, or nothing.
///
/// Rows with errors and rows that nobody has decided on are left out, unless all or nothing is asked
/// for. A long file is answered at once and applied beside the request.
package struct ApplyImport: Workflow {
  package static let name = "import.apply"
  package static let route = Route.post("/imports/{importId}/apply")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  /// True refuses the whole when a row has an error or waits for a decision.
  package let allOrNothing: Bool
  /// Why what is recorded already is changed; some kinds ask for it.
  package let reason: String?

  package init(importId: ID<ImportBatch>, allOrNothing: Bool, reason: String? = nil) {
    self.importId = importId
    self.allOrNothing = allOrNothing
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> ImportSummary {
    try await run(
      in: app, as: principal, request: request, mostRowsAtOnce: PreviewImport.mostRowsAtOnce)
  }

  /// - Parameter mostRowsAtOnce: more rows are written beside the request.
  func run(
    in app: App, as principal: Principal, request: Request, mostRowsAtOnce: Int
  ) async throws -> ImportSummary {
    let begun = try await app.perform(
      BeginApplying(importId: importId, allOrNothing: allOrNothing, reason: reason),
      as: principal, request: request)
    let write = WriteImport(importId: importId, reason: reason)
    guard begun.writeCount > mostRowsAtOnce else {
      return try await app.apply(write, as: principal, request: request)
    }
    app.importJobs.start(importId.uuid) {
      do throws(AppError) {
        _ = try await app.apply(write, as: principal, request: request)
      } catch {
        app.logger.warning("an import was not applied", metadata: ["error": "\(error.rule)"])
      }
    }
    return try await app.perform(
      ShowImport(importId: importId), as: principal, request: request)
  }
}

extension App {
  /// Applies a batch. What goes wrong leaves nothing written; the preview is made anew and keeps why.
  func apply(
    _ write: WriteImport, as principal: Principal, request: Request
  ) async throws(AppError) -> ImportSummary {
    let request = Request.plain(id: request.id)
    do {
      return try await perform(write, as: principal, request: request)
    } catch {
      let stop = StopApplying(
        importId: write.importId, rule: error.fieldErrors.first?.rule ?? error.rule)
      // The task that was cancelled can do nothing more itself.
      let second = await Task { () -> AppError? in
        do throws(AppError) {
          _ = try await perform(stop, as: principal, request: request)
          return nil
        } catch {
          return error
        }
      }.value
      throw second ?? error
    }
  }
}

/// Says that a batch is about to be applied. Part of a workflow; never offered by itself.
struct BeginApplying: UseCase {
  static let name = ApplyImport.name
  static let route = ApplyImport.route
  static let permission = ApplyImport.permission
  static let access = Access.write

  struct Begun: Codable, Sendable {
    let writeCount: Int
  }

  let importId: ID<ImportBatch>
  let allOrNothing: Bool
  let reason: String?

  func run(in session: Session) async throws -> Begun {
    let record = try await session.importRecord(importId)
    try session.requireVersion(record.version)
    let summary = ImportSummary(record, steps: [], readCount: nil, now: session.now)
    guard summary.missingFields.isEmpty else { throw AppError.conflict("import.columns_missing") }
    let open = record.errorCount + record.ambiguousCount
    guard open == 0 || !allOrNothing else {
      throw AppError.conflict("import.has_errors", ["count": "\(open)"])
    }
    guard summary.writeCount > 0 else { throw AppError.conflict("import.nothing_to_write") }
    if record.kind.changeNeedsReason, record.changeCount > 0,
      (reason ?? "").allSatisfy(\.isWhitespace)
    {
      throw AppError.invalid("reason", "observation.reason_to_change")
    }
    let begun = try await session.execute(
      Command("import.begin_applying"), try session.firmID().uuid, importId.uuid, session.now,
      session.now.addingTimeInterval(-10))
    guard begun == 1 else { throw AppError.conflict("import.not_previewed") }
    session.recordAudit(
      [importId.uuid], changes: [AuditChange("state", before: "previewed", after: "applying")],
      reason: nil)
    return Begun(writeCount: summary.writeCount)
  }
}

/// The one transaction that writes a batch. Part of a workflow; never offered by itself.
struct WriteImport: UseCase, TakesLong {
  static let name = "import.write"
  static let route = Route.post("/imports/{importId}/write")
  static let permission = ApplyImport.permission
  static let access = Access.write

  let importId: ID<ImportBatch>
  let reason: String?

  func run(in session: Session) async throws -> ImportSummary {
    let record = try await session.lockedImport(importId)
    // A request that is repeated finds it done.
    if record.state == .applied {
      session.recordAudit([importId.uuid], changes: [], reason: nil)
      return try await session.importSummary(importId, readCount: nil)
    }
    guard record.state == .applying else { throw AppError.conflict("import.not_previewed") }
    var work = record.work(try session.firmID().uuid)
    work.reason = reason.map(\.tidied).flatMap { $0.isEmpty ? nil : $0 }
    try await session.prepareForImport()
    try await session.addStep(work, .apply, reason: work.reason)
    try await work.kind.target.apply(work, in: session)
    _ = try await session.finishStep(work, step: 1)
    let finished = try await session.execute(
      Command("import.finish_applying"), work.firmID, work.id, session.now,
      session.principal.accountID.uuid)
    guard finished == 1 else { throw AppError.conflict("import.cancelled") }
    session.auditStep(work, step: 1)
    session.recordAudit(
      [work.id],
      changes: [
        AuditChange("created", before: nil, after: "\(work.createCount)"),
        AuditChange("changed", before: nil, after: "\(work.changeCount)"),
      ], reason: work.reason)
    return try await session.importSummary(importId, readCount: nil)
  }
}

/// Back to a preview that is true now. Part of a workflow; never offered by itself.
struct StopApplying: UseCase, TakesLong {
  static let name = "import.stop"
  static let route = Route.post("/imports/{importId}/stop")
  static let permission = ApplyImport.permission
  static let access = Access.write

  let importId: ID<ImportBatch>
  let rule: String

  func run(in session: Session) async throws -> ImportStanding {
    let record = try await session.lockedImport(importId)
    guard record.state == .applying else {
      session.recordAudit([importId.uuid], changes: [], reason: nil)
      return ImportStanding(state: record.state)
    }
    let work = record.work(try session.firmID().uuid)
    try await session.prepareForImport()
    try await session.evaluate(work, fields: nil)
    try await session.execute(
      Command("import.note_failure"), work.firmID, work.id, rule)
    session.recordAudit(
      [work.id], changes: [AuditChange("state", before: "applying", after: "previewed")],
      reason: nil)
    return ImportStanding(state: .previewed)
  }
}

struct FinishedStep: Decodable, Sendable {
  let rowCount: Int
  let state: ImportState
}

extension Query<FinishedStep> {
  fileprivate static var finishedStep: Self { Query("import.finish_step") }
}

extension Session {
  func addStep(_ work: ImportWork, _ action: ImportAction, reason: String?) async throws {
    try await execute(
      Command("import.add_step"), work.firmID, work.id, action.rawValue, now,
      principal.accountID.uuid, reason)
  }

  func finishStep(_ work: ImportWork, step: Int) async throws -> FinishedStep {
    guard
      let finished = try await fetchOne(.finishedStep, work.firmID, work.id, step, now)
    else { throw AppError.conflict("import.cancelled") }
    return finished
  }

  /// The rows of a step are the detail of the audit row, written where they are.
  func auditStep(_ work: ImportWork, step: Int) {
    recordAudit(detailsBy: { auditID in
      Call(Command("import.audit_details").statement, [work.firmID, auditID, work.id, step])
    })
  }
}
