import Foundation
import Postgres

struct DemoAccountRow: DemoRow {
  static let table = "account"
  static let columns = "id, display_name, language, password_hash, state, created_at, created_by"

  let id: UUID
  let displayName: String
  let language: String
  let passwordHash: String
  let state: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, displayName, language, passwordHash, state, createdAt, createdBy)
  }
}

struct DemoLoginRow: DemoRow {
  static let table = "login"
  static let columns = "login, account_id"

  let login: String
  let accountID: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: login, accountID)
  }
}

struct DemoMembershipRow: DemoRow {
  static let table = "membership"
  static let columns = """
    account_id, id, role, firm_id, employee_id, unit_ids, provider_id, trainer_id, agency_id, \
    granted_at, granted_by
    """

  let accountID: UUID
  let id: UUID
  let role: String
  let firmID: UUID?
  let employeeID: UUID?
  let unitIDs: [UUID]
  let providerID: UUID?
  let trainerID: UUID?
  let agencyID: UUID?
  let grantedAt: Date
  let grantedBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: accountID, id, role, firmID, employeeID, unitIDs, providerID, trainerID, agencyID,
      grantedAt, grantedBy)
  }
}
