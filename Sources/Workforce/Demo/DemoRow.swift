import Foundation
import Postgres

/// A row as binary copy takes it: values in the types of the columns.
protocol DemoRow: Sendable {
  static var table: String { get }
  static var columns: String { get }
  func write(to rows: inout CopyBinaryWriter) async throws(PostgresError)
}

extension DemoRow {
  /// Returns how many rows the server has taken.
  static func copy(_ rows: [Self], in transaction: Transaction) async throws -> Int {
    if rows.isEmpty { return 0 }
    let sql = "copy kynang.\(table) (\(columns)) from stdin with (format binary)"
    return try await transaction.copyIn(sql) { writer in
      var encoded = CopyBinaryWriter(writer)
      for row in rows { try await row.write(to: &encoded) }
      try await encoded.finish()
    }
  }
}

/// When and by whom a fact was recorded, and until when that record was the present one.
struct Recording: Sendable {
  static let columns = "recorded_at, recorded_by, reason, superseded_at"

  let at: Date
  let by: UUID
  var reason: String?
  var supersededAt: Date?
}

/// Days from the first up to but not including the end; nil is open.
struct DaySpan: Hashable, Sendable {
  let start: CalendarDate
  var end: CalendarDate?

  func contains(_ day: CalendarDate) -> Bool {
    start <= day && (end.map { day < $0 } ?? true)
  }
}

/// Source: `range_send` of PostgreSQL: flags, then each bound that there is with its length.
extension DaySpan: PostgresEncodable {
  static var postgresType: PostgresType { .unspecified }
  static var postgresArrayType: PostgresType { .unspecified }

  func encode(into bytes: inout [UInt8]) {
    bytes.append(end == nil ? 0x12 : 0x02)
    encodeBound(start, into: &bytes)
    if let end { encodeBound(end, into: &bytes) }
  }
}

/// A moment up to but not including another, as `tstzrange`.
struct TimeSpan: Hashable, Sendable {
  let start: Date
  let end: Date

  var minutes: Int { Int(end.timeIntervalSince(start) / 60) }
}

extension TimeSpan: PostgresEncodable {
  static var postgresType: PostgresType { .unspecified }
  static var postgresArrayType: PostgresType { .unspecified }

  func encode(into bytes: inout [UInt8]) {
    bytes.append(0x02)
    encodeBound(start, into: &bytes)
    encodeBound(end, into: &bytes)
  }
}

private func encodeBound(_ bound: some PostgresEncodable, into bytes: inout [UInt8]) {
  var encoded: [UInt8] = []
  bound.encode(into: &encoded)
  bytes += [0, 0, 0, UInt8(encoded.count)]
  bytes += encoded
}

extension CalendarDate {
  /// A time of this day in Vietnam, which has no summer time.
  func at(hour: Int, minute: Int) -> Date {
    Date(timeIntervalSince1970: Double(dayNumber * 86_400 + (hour - 7) * 3600 + minute * 60))
  }
}

extension Int {
  /// As a column of type `integer` takes it.
  var int4: Int32 { Int32(clamping: self) }
}

extension JSONText {
  static func localized(vi: String, en: String?) throws -> JSONText {
    JSONText(
      utf8: [UInt8](try JSONCoding.encoder().encode(LocalizedText(vi: vi, en: en))))
  }
}
