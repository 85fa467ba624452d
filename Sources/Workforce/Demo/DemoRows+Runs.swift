import Foundation
import Postgres

struct DemoCourseRunRow: DemoRow {
  static let table = "course_run"
  static let columns = """
    id, course_id, provider_id, owner_id, code, language, room_id, place, commune_code, \
    capacity, cut_off_at, waiting_policy, firm_quota, price_vnd, starts_on, ends_on, state, \
    state_reason, created_at, created_by
    """

  let id: UUID
  let courseID: UUID
  let providerID: UUID
  let ownerID: UUID?
  let code: String
  let language: String
  let roomID: UUID?
  let place: String?
  let communeCode: String?
  let capacity: Int
  let cutOffAt: Date
  let waitingPolicy: String
  let firmQuota: Int?
  let priceVnd: Int
  let startsOn: CalendarDate
  let endsOn: CalendarDate
  let state: String
  let stateReason: String?
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, courseID, providerID, ownerID, code, language, roomID, place, communeCode,
      capacity.int4, cutOffAt, waitingPolicy, firmQuota?.int4, priceVnd, startsOn, endsOn, state,
      stateReason, createdAt, createdBy)
  }
}

struct DemoCourseRunTrainerRow: DemoRow {
  static let table = "course_run_trainer"
  static let columns = "course_run_id, trainer_id"

  let courseRunID: UUID
  let trainerID: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: courseRunID, trainerID)
  }
}

struct DemoSessionRow: DemoRow {
  static let table = "session"
  static let columns = """
    id, course_run_id, ordinal, held_on, morning, afternoon, room_id, state, created_at, \
    created_by
    """

  let id: UUID
  let courseRunID: UUID
  let ordinal: Int
  let heldOn: CalendarDate
  let morning: TimeSpan?
  let afternoon: TimeSpan?
  let roomID: UUID?
  let state: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, courseRunID, ordinal.int4, heldOn, morning, afternoon, roomID, state, createdAt,
      createdBy)
  }
}

struct DemoSessionEventRow: DemoRow {
  static let table = "session_event"
  static let columns = """
    session_id, revision, kind, reason, unmarked_count, recorded_at, recorded_by
    """

  let sessionID: UUID
  let revision: Int
  let kind: String
  let reason: String?
  let unmarkedCount: Int?
  let recordedAt: Date
  let recordedBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: sessionID, revision.int4, kind, reason, unmarkedCount?.int4, recordedAt, recordedBy)
  }
}

struct DemoTrainerBookingRow: DemoRow {
  static let table = "trainer_booking"
  static let columns = "session_id, trainer_id, half_day, during"

  let sessionID: UUID
  let trainerID: UUID
  let halfDay: String
  let during: TimeSpan

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: sessionID, trainerID, halfDay, during)
  }
}

struct DemoRoomBookingRow: DemoRow {
  static let table = "room_booking"
  static let columns = "session_id, room_id, half_day, during"

  let sessionID: UUID
  let roomID: UUID
  let halfDay: String
  let during: TimeSpan

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: sessionID, roomID, halfDay, during)
  }
}

struct DemoSeatRow: DemoRow {
  static let table = "seat"
  static let columns = "course_run_id, number, firm_id, enrolment_id, state, taken_at, changed_at"

  let courseRunID: UUID
  let number: Int
  let firmID: UUID
  let enrolmentID: UUID
  let state: String
  let takenAt: Date
  let changedAt: Date

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: courseRunID, number.int4, firmID, enrolmentID, state, takenAt, changedAt)
  }
}
