import Foundation
import Postgres

/// Says whom a row means that fits several people, or that it is somebody new. The choice is
/// remembered: a row that says the same of somebody is not asked about again.
package struct ChooseImportPerson: UseCase, TakesLong {
  package static let name = "import.choose"
  package static let route = Route.post("/imports/{importId}/rows/{row}/choice")
  package static let permission = Permission.importRecords
  package static let access = Access.write

  package let importId: ID<ImportBatch>
  package let row: Int
  /// Nil for somebody new.
  package let employeeId: ID<Employee>?

  package init(importId: ID<ImportBatch>, row: Int, employeeId: ID<Employee>?) {
    self.importId = importId
    self.row = row
    self.employeeId = employeeId
  }

  package func run(in session: Session) async throws -> ImportSummary {
    let record = try await session.lockedImport(importId)
    guard record.state == .previewed else { throw AppError.conflict("import.not_previewed") }
    let work = record.work(try session.firmID().uuid)
    let found = try await session.find("import_row", .ambiguousRow, work.firmID, work.id, row)
    guard let identity = found.identity else { throw AppError.conflict("import.nobody_to_choose") }
    if let employeeId {
      guard found.candidates.contains(employeeId.uuid) else {
        throw AppError.invalid("employeeId", "import.not_a_candidate")
      }
    } else if work.kind != .staff {
      throw AppError.invalid("employeeId", "field.required")
    }
    try await session.execute(
      Command("import.remember_choice"), work.firmID, identity, employeeId?.uuid, session.now,
      session.principal.accountID.uuid)
    try await session.prepareForImport()
    try await session.evaluate(work, fields: nil)
    session.recordAudit(
      [work.id] + (employeeId.map { [$0.uuid] } ?? []),
      changes: [AuditChange("row", before: nil, after: "\(row)")], reason: nil)
    return try await session.importSummary(importId, readCount: nil)
  }
}

struct AmbiguousRow: Decodable, Sendable {
  let verdict: ImportVerdict
  let candidates: [UUID]
  let identity: String?
}

extension Query<AmbiguousRow> {
  fileprivate static var ambiguousRow: Self { Query("import.ambiguous_row") }
}
