import Foundation
import Postgres

struct DemoObservationRow: DemoRow {
  static let table = "observation"
  static let columns = """
    firm_id, id, revision, indicator_code, period_kind, starts_on, value, currency, confidence, \
    source, leap_confirmed, \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  var revision: Int
  let indicatorCode: String
  let periodKind: String
  let startsOn: CalendarDate
  var value: DemoDecimal
  let currency: String?
  let confidence: String
  let source: String
  var leapConfirmed: Bool
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, indicatorCode, periodKind, startsOn, value, currency,
      confidence, source, leapConfirmed, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}

struct DemoFirmSizeRow: DemoRow {
  static let table = "firm_size"
  static let columns = """
    firm_id, id, revision, year, vsic_version, vsic_section, sector_group, si_workers, \
    revenue_vnd, capital_vnd, size_code, rule_id, \(Recording.columns)
    """

  let firmID: UUID
  let id: UUID
  let revision: Int
  let year: Int
  let vsicVersion: String
  let vsicSection: String
  let sectorGroup: String
  let siWorkers: DemoDecimal
  let revenueVnd: Int?
  let capitalVnd: Int?
  let sizeCode: String
  let ruleID: String?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, year.int4, vsicVersion, vsicSection, sectorGroup, siWorkers,
      revenueVnd, capitalVnd, sizeCode, ruleID, recording.at, recording.by, recording.reason,
      recording.supersededAt)
  }
}

struct DemoFirmFlagRow: DemoRow {
  static let table = "firm_flag"
  static let columns = "firm_id, id, revision, flag_code, during, evidence, \(Recording.columns)"

  let firmID: UUID
  let id: UUID
  let revision: Int
  let flagCode: String
  let during: DaySpan
  let evidence: String?
  var recording: Recording

  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError) {
    try await rows.append(
      row: firmID, id, revision.int4, flagCode, during, evidence, recording.at, recording.by,
      recording.reason, recording.supersededAt)
  }
}
