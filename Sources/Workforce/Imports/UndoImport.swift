import Foundation
import Postgres

/// What an undoing did.
package struct UndoneImport: Codable, Sendable {
  package let importId: ID<ImportBatch>
  package let step: Int
  package let rowCount: Int
  package let state: ImportState
  /// Rows that were left alone, with what has happened to them since.
  package let left: [ImportObstacle]
}

/// A row that is not undone as a matter of course.
package struct ImportObstacle: Codable, Sendable {
  package let number: Int
  package let employeeId: ID<Employee>?
  package let code: String?
  package let fullName: String?
  /// The person was erased: what was replaced is gone, and the row cannot be undone.
  package let isErased: Bool
  /// What the row wrote was changed by somebody since: undone only when the row is named for it.
  package let isChanged: Bool
  /// Others have recorded something of the person whom the row made: it cannot be undone.
  package let isUsed: Bool
  package let changedAt: Date?
  package let changedReason: String?
  package let changedRelation: String?
}

extension Query<ImportObstacle> {
  static var importObstacles: Self { Query("import.undo_obstacles") }
}

/// Brings back exactly what was before a file, or chosen rows of it, were applied.
package struct UndoImport: UseCase, TakesLong {
  package static let name = "import.undo"
  package static let route = Route.post("/imports/{importId}/undo")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  /// Row numbers; nil for every row that was written.
  package let rows: [Int]?
  /// Rows that are brought back although somebody changed them since.
  package let changedRows: [Int]?
  package let reason: String

  package init(importId: ID<ImportBatch>, rows: [Int]?, changedRows: [Int]?, reason: String) {
    self.importId = importId
    self.rows = rows
    self.changedRows = changedRows
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> UndoneImport {
    try await session.turnBack(
      importId, .undo, rows: rows, changedRows: changedRows ?? [], reason: reason)
  }
}

/// Undoes an undoing: what the file wrote stands again.
package struct RedoImport: UseCase, TakesLong {
  package static let name = "import.redo"
  package static let route = Route.post("/imports/{importId}/redo")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  /// Row numbers; nil for every row that was undone.
  package let rows: [Int]?
  /// Rows that are written again although somebody changed them since.
  package let changedRows: [Int]?
  package let reason: String

  package init(importId: ID<ImportBatch>, rows: [Int]?, changedRows: [Int]?, reason: String) {
    self.importId = importId
    self.rows = rows
    self.changedRows = changedRows
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> UndoneImport {
    try await session.turnBack(
      importId, .redo, rows: rows, changedRows: changedRows ?? [], reason: reason)
  }
}

/// What stands in the way of undoing a file (or of undoing its undoing), row by row.
package struct CheckUndo: UseCase, TakesLong {
  package static let name = "import.check-undo"
  package static let route = Route.get("/imports/{importId}/undo")
  package static let permission = Permission.importRecords
  package static let access = Access.readPersons

  package let importId: ID<ImportBatch>
  /// True asks about undoing an undoing.
  package let isRedo: Bool?

  package init(importId: ID<ImportBatch>, isRedo: Bool?) {
    self.importId = importId
    self.isRedo = isRedo
  }

  package func run(in session: Session) async throws -> [ImportObstacle] {
    _ = try await session.importRecord(importId)
    return try await session.fetchAll(
      .importObstacles, try session.firmID().uuid, importId.uuid, isRedo ?? false, 500)
  }
}

extension Session {
  fileprivate func turnBack(
    _ importId: ID<ImportBatch>, _ action: ImportAction, rows: [Int]?, changedRows: [Int],
    reason: String
  ) async throws -> UndoneImport {
    let record = try await lockedImport(importId)
    try requireVersion(record.version)
    let isRedo = action == .redo
    let states: [ImportState] = isRedo ? [.undone, .partlyUndone] : [.applied, .partlyUndone]
    guard states.contains(record.state) else {
      throw AppError.conflict(isRedo ? "import.not_undone" : "import.not_applied")
    }
    let work = record.work(try firmID().uuid)
    try await prepareForImport()
    try await addStep(work, action, reason: reason)
    let steps = try await fetchAll(.importSteps, work.firmID, work.id)
    let step = steps.map(\.step).max() ?? 1
    let planned = try await execute(
      Command("import.plan_undo"), work.firmID, work.id, step, isRedo, rows, changedRows)
    guard planned > 0 else { throw AppError.conflict("import.nothing_to_undo") }
    try await work.kind.target.restore(
      work, step: ImportRestoring(number: step, reason: reason), in: self)
    let finished = try await finishStep(work, step: step)
    auditStep(work, step: step)
    recordAudit(
      [work.id],
      changes: [AuditChange(action.rawValue, before: nil, after: "\(finished.rowCount)")],
      reason: reason)
    // Comparing every row again takes as long as it did before; where none is left, there is nothing to tell.
    let left =
      finished.state == .partlyUndone
      ? try await fetchAll(.importObstacles, work.firmID, work.id, isRedo, 500) : []
    return UndoneImport(
      importId: importId, step: step, rowCount: finished.rowCount, state: finished.state,
      left: left.filter { rows?.contains($0.number) ?? true })
  }
}
