import Foundation
import Postgres

struct DemoEnrolmentBatchRow: DemoRow {
  static let table = "enrolment_batch"
  static let columns = "firm_id, id, course_run_id, created_at, created_by"

  let firmID: UUID
  let id: UUID
  let courseRunID: UUID
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, courseRunID, createdAt, createdBy)
  }
}

struct DemoEnrolmentRow: DemoRow {
  static let table = "enrolment"
  static let columns = """
    firm_id, id, employee_id, course_run_id, batch_id, unit_id, employee_code, display_name, \
    version, created_at, created_by
    """

  let firmID: UUID
  let id: UUID
  let employeeID: UUID
  let courseRunID: UUID
  let batchID: UUID
  let unitID: UUID
  let employeeCode: String
  let displayName: String
  let version: Int
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, employeeID, courseRunID, batchID, unitID, employeeCode, displayName,
      version.int4, createdAt, createdBy)
  }
}

struct DemoEnrolmentStatusRow: DemoRow {
  static let table = "enrolment_status"
  static let columns = """
    firm_id, id, revision, employee_id, course_run_id, state, occurred_on, list_price_vnd, \
    support_vnd, firm_part_vnd, money_state, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let employeeID: UUID
  let courseRunID: UUID
  let state: String
  let occurredOn: CalendarDate
  let listPriceVnd: Int
  let supportVnd: Int
  let firmPartVnd: Int
  let moneyState: String
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, employeeID, courseRunID, state, occurredOn, listPriceVnd,
      supportVnd, firmPartVnd, moneyState, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}

struct DemoAttendanceRow: DemoRow {
  static let table = "attendance"
  static let columns = """
    firm_id, id, revision, enrolment_id, course_run_id, session_id, half_day, mark, minutes, \
    source, occurred_on, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let enrolmentID: UUID
  let courseRunID: UUID
  let sessionID: UUID
  let halfDay: String
  let mark: String
  let minutes: Int
  let source: String
  let occurredOn: CalendarDate
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, enrolmentID, courseRunID, sessionID, halfDay, mark,
      minutes.int4, source, occurredOn, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}

struct DemoCompletionRow: DemoRow {
  static let table = "completion"
  static let columns = """
    firm_id, id, revision, enrolment_id, employee_id, course_run_id, course_id, completed_on, \
    attended_minutes, planned_minutes, result, score, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let enrolmentID: UUID
  let employeeID: UUID
  let courseRunID: UUID
  let courseID: UUID
  let completedOn: CalendarDate
  let attendedMinutes: Int
  let plannedMinutes: Int
  let result: String
  let score: Numeric?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, enrolmentID, employeeID, courseRunID, courseID, completedOn,
      attendedMinutes.int4, plannedMinutes.int4, result, score, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}

struct DemoAssessmentRow: DemoRow {
  static let table = "assessment"
  static let columns = """
    firm_id, id, revision, employee_id, competency_id, kind, grade, level, occurred_on, \
    expires_on, enrolment_id, course_run_id, completion_id, evidence, is_applied, \
    applied_where, applied_how, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let employeeID: UUID
  let competencyID: UUID
  let kind: AssessmentKind
  let level: Int?
  let occurredOn: CalendarDate
  let expiresOn: CalendarDate?
  let source: TrainingSource?
  let evidence: String?
  let application: Application?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, employeeID, competencyID, kind.rawValue,
      kind.grade?.rawValue, level?.int4, occurredOn, expiresOn, source?.enrolmentID,
      source?.courseRunID, source?.completionID, evidence, application?.isApplied,
      application?.place, application?.manner, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}
