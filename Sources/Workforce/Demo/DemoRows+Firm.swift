import Foundation
import Postgres

struct DemoFirmRow: DemoRow {
  static let table = "firm"
  static let columns = """
    id, code, name, tax_id_type, vsic_version, vsic_section, vsic_class, province_code, \
    commune_code, created_at, created_by
    """

  let id: UUID
  let code: String
  let name: String
  let taxIDType: String
  let vsicVersion: String
  let vsicSection: String
  let vsicClass: String
  let provinceCode: String
  let communeCode: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, code, name, taxIDType, vsicVersion, vsicSection, vsicClass, provinceCode,
      communeCode, createdAt, createdBy)
  }
}

struct DemoTaxCodeRow: DemoRow {
  static let table = "tax_code"
  static let columns = "tax_code, firm_id"

  let taxCode: String
  let firmID: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: taxCode, firmID)
  }
}

struct DemoUnitRow: DemoRow {
  static let table = "unit"
  static let columns = "firm_id, id, code, created_at, created_by"

  let firmID: UUID
  let id: UUID
  let code: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, code, createdAt, createdBy)
  }
}

struct DemoUnitPlacementRow: DemoRow {
  static let table = "unit_placement"
  static let columns = "firm_id, id, revision, name, parent_id, during, \(Recording.columns)"

  let firmID: UUID
  let id: UUID
  let revision: Int
  let name: String
  let parentID: UUID?
  let during: DaySpan
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, name, parentID, during, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}

struct DemoJobRoleRow: DemoRow {
  static let table = "job_role"
  static let columns = "firm_id, id, code, title, template_id, created_at, created_by"

  let firmID: UUID
  let id: UUID
  let code: String
  let title: JSONText
  let templateID: UUID?
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, code, title, templateID, createdAt, createdBy)
  }
}

struct DemoRoleRequirementRow: DemoRow {
  static let table = "role_requirement"
  static let columns = """
    firm_id, id, revision, job_role_id, competency_id, required_level, minimum_holders, during, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let jobRoleID: UUID
  let competencyID: UUID
  let requiredLevel: Int
  let minimumHolders: Int
  let during: DaySpan
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, jobRoleID, competencyID, requiredLevel.int4,
      minimumHolders.int4, during, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}

struct DemoUnitBudgetRow: DemoRow {
  static let table = "unit_budget"
  static let columns = "firm_id, id, revision, unit_id, year, amount_vnd, \(Recording.columns)"

  let firmID: UUID
  let id: UUID
  let revision: Int
  let unitID: UUID
  let year: Int
  let amountVnd: Int
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, unitID, year.int4, amountVnd, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}

struct DemoAuditEntryRow: DemoRow {
  static let table = "audit_entry"
  static let columns = """
    firm_id, id, occurred_at, account_id, acting_role, use_case, subject_ids, changes
    """

  let firmID: UUID
  let id: UUID
  let occurredAt: Date
  let accountID: UUID
  let actingRole: String
  let useCase: String
  let subjectIDs: [UUID]
  let changes: JSONText

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, occurredAt, accountID, actingRole, useCase, subjectIDs, changes)
  }
}

struct DemoAuditQueueRow: DemoRow {
  static let table = "audit_queue"
  static let columns = "firm_id, audit_id"

  let firmID: UUID
  let auditID: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, auditID)
  }
}
