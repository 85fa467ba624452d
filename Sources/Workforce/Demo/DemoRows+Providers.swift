import Foundation
import Postgres

struct DemoProviderRow: DemoRow {
  static let table = "provider"
  static let columns = "id, owner_id, code, name, province_code, created_at, created_by"

  let id: UUID
  let ownerID: UUID?
  let code: String
  let name: String
  let provinceCode: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, ownerID, code, name, provinceCode, createdAt, createdBy)
  }
}

struct DemoTrainerRow: DemoRow {
  static let table = "trainer"
  static let columns = "id, provider_id, code, display_name, created_at, created_by"

  let id: UUID
  let providerID: UUID
  let code: String
  let displayName: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, providerID, code, displayName, createdAt, createdBy)
  }
}

struct DemoRoomRow: DemoRow {
  static let table = "room"
  static let columns = "id, provider_id, code, name, commune_code, capacity, created_at, created_by"

  let id: UUID
  let providerID: UUID
  let code: String
  let name: String
  let communeCode: String
  let capacity: Int
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, providerID, code, name, communeCode, capacity.int4, createdAt, createdBy)
  }
}

struct DemoAgencyRow: DemoRow {
  static let table = "agency"
  static let columns = "id, code, name, province_code, created_at, created_by"

  let id: UUID
  let code: String
  let name: String
  let provinceCode: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, code, name, provinceCode, createdAt, createdBy)
  }
}

struct DemoCourseRow: DemoRow {
  static let table = "course"
  static let columns = """
    id, owner_id, provider_id, code, title, mode, language, duration_hours, price_vnd, \
    required_attendance_pct, support_content_code, created_at, created_by
    """

  let id: UUID
  let ownerID: UUID?
  let providerID: UUID?
  let code: String
  let title: JSONText
  let mode: String
  let language: String
  let durationHours: Numeric
  let priceVnd: Int
  let requiredAttendancePct: Int
  let supportContentCode: String?
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, ownerID, providerID, code, title, mode, language, durationHours, priceVnd,
      requiredAttendancePct.int4, supportContentCode, createdAt, createdBy)
  }
}

struct DemoCourseOutcomeRow: DemoRow {
  static let table = "course_outcome"
  static let columns = "course_id, competency_id, entry_level, target_level"

  let courseID: UUID
  let competencyID: UUID
  let entryLevel: Int?
  let targetLevel: Int

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: courseID, competencyID, entryLevel?.int4, targetLevel.int4)
  }
}

struct DemoCoursePrerequisiteRow: DemoRow {
  static let table = "course_prerequisite"
  static let columns = "course_id, ordinal, required_course_id, competency_id, minimum_level"

  let courseID: UUID
  let ordinal: Int
  let requiredCourseID: UUID?
  let competencyID: UUID?
  let minimumLevel: Int?

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: courseID, ordinal.int4, requiredCourseID, competencyID, minimumLevel?.int4)
  }
}
