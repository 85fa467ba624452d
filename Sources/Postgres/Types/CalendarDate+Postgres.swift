// Whoever decodes rows works with their days too.
@_exported import CivilCalendar

extension CalendarDate: PostgresEncodable {
  /// The day number of 2000-01-01, from which PostgreSQL counts.
  static let postgresEpoch = 10_957

  package static var postgresType: PostgresType { .date }
  package static var postgresArrayType: PostgresType { .dateArray }
  package func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int32(clamping: dayNumber - Self.postgresEpoch))
  }
}
