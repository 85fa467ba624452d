import Foundation
import Postgres

struct DemoPlatformRow: DemoRow {
  static let table = "platform"
  static let columns =
    "id, code, name, category_code, supplier, source, created_at, created_by"

  let id: UUID
  let code: String
  let name: String
  let categoryCode: String
  let supplier: String
  let source: String
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, code, name, categoryCode, supplier, source, createdAt, createdBy)
  }
}

struct DemoProgrammeRow: DemoRow {
  static let table = "support_programme"
  static let columns = """
    id, agency_id, province_code, code, name, starts_on, legal_source, budget_vnd, created_at, \
    created_by
    """

  let id: UUID
  let agencyID: UUID
  let provinceCode: String
  let code: String
  let name: String
  let startsOn: CalendarDate
  let legalSource: String
  let budgetVnd: Int
  let createdAt: Date
  let createdBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: id, agencyID, provinceCode, code, name, startsOn, legalSource, budgetVnd, createdAt,
      createdBy)
  }
}

/// Of how many people the province's target is a share, as an invented office would have published it.
struct DemoDenominatorRow: DemoRow {
  static let table = "target_denominator"
  static let columns =
    "province_code, code, revision, persons, as_of, source, recorded_at, recorded_by"

  let provinceCode: String
  let targetCode: String
  let persons: Int
  let asOf: CalendarDate
  let source: String
  let recordedAt: Date
  let recordedBy: UUID

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: provinceCode, targetCode, Int32(1), persons, asOf, source, recordedAt, recordedBy)
  }
}

struct DemoAdoptionRow: DemoRow {
  static let table = "adoption"
  static let columns = """
    firm_id, id, revision, process_code, category_code, platform_id, stage, occurred_on, note, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let processCode: String
  let categoryCode: String
  let platformID: UUID?
  let stage: String
  let occurredOn: CalendarDate
  let note: String?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, processCode, categoryCode, platformID, stage, occurredOn,
      note, recording.at, recording.by, recording.reason, recording.supersededAt)
  }
}

struct DemoSupportRow: DemoRow {
  static let table = "support"
  static let columns = """
    firm_id, id, revision, province_code, programme_id, rule_code, rule_valid_from, content_code, \
    object, cost_vnd, approved_vnd, paid_vnd, state, approved_on, paid_on, document, \
    \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let provinceCode: String
  let programmeID: UUID?
  let rule: DemoSupportRule
  let object: String
  let costVnd: Int?
  let approvedVnd: Int?
  let paidVnd: Int?
  let approvedOn: CalendarDate
  let paidOn: CalendarDate?
  let document: String?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, provinceCode, programmeID, rule.code, rule.validFrom,
      rule.content, object, costVnd, approvedVnd, paidVnd, paidOn == nil ? "approved" : "paid",
      approvedOn, paidOn, document, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}
