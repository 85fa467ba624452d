import Foundation
import Postgres

struct DemoEmployeeRow: DemoRow {
  static let table = "employee"
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

struct DemoPersonRow: DemoRow {
  static let table = "person"
  static let columns = """
    firm_id, employee_id, full_name, family_name, middle_name, given_name, birth_on, phone, \
    email
    """

  let firmID: UUID
  let employeeID: UUID
  let name: PersonName
  let birthOn: CalendarDate?
  let phone: String?
  let email: String?

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, employeeID, name.full, name.family ?? "", name.middle ?? "", name.given,
      birthOn, phone, email)
  }
}

struct DemoEmploymentRow: DemoRow {
  static let table = "employment"
  static let columns = "firm_id, id, revision, during, leaving_reason, \(Recording.columns)"

  let firmID: UUID
  let id: UUID
  let revision: Int
  let during: DaySpan
  let leavingReason: String?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, during, leavingReason, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}

struct DemoAssignmentRow: DemoRow {
  static let table = "assignment"
  static let columns = """
    firm_id, id, revision, employee_id, unit_id, job_role_id, during, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let employeeID: UUID
  let unitID: UUID
  let jobRoleID: UUID
  let during: DaySpan
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, employeeID, unitID, jobRoleID, during, recording.at,
      recording.by, recording.reason, recording.supersededAt)
  }
}

struct DemoExemptionRow: DemoRow {
  static let table = "exemption"
  static let columns = """
    firm_id, id, revision, employee_id, competency_id, during, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let employeeID: UUID
  let competencyID: UUID
  let during: DaySpan
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, employeeID, competencyID, during, recording.at,
      recording.by, recording.reason, recording.supersededAt)
  }
}
