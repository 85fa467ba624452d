import Foundation
import Postgres
import Testing

@Suite struct TypeTests {
  /// What comes back of what was bound, compared by the server as well.
  private func roundTrip<Value: PostgresEncodable & Decodable & Equatable>(
    _ values: [Value], as type: String, written: [String]
  ) async throws {
    try await withPool { pool in
      for (value, text) in zip(values, written) {
        let rows = try await pool.once(
          .read,
          [sql("select $1::\(type) as value, $1::\(type)::text as text", value)])[0]

        #expect(try rows.decode(Echo<Value>.self).map(\.value) == [value])
        #expect(try rows.value(0, 1, as: String.self) == text)
      }
    }
  }

  private struct Echo<Value: Decodable>: Decodable {
    let value: Value
  }

  @Test func integersComeBack() async throws {
    try await roundTrip(
      [Int.min, 0, .max], as: "int8", written: ["\(Int.min)", "0", "\(Int.max)"])
    try await roundTrip([Int32.min, 7], as: "int4", written: ["-2147483648", "7"])
    try await roundTrip([Int16.min, 7], as: "int2", written: ["-32768", "7"])
  }

  @Test func booleansAndFloatsComeBack() async throws {
    try await roundTrip([true, false], as: "bool", written: ["true", "false"])
    try await roundTrip(
      [0.1, -1e300, .infinity], as: "float8", written: ["0.1", "-1e+300", "Infinity"])
  }

  @Test func textsComeBack() async throws {
    try await roundTrip(
      ["", "Nguyễn Thị Ánh", "o'clock\\", "🇻🇳"], as: "text",
      written: ["", "Nguyễn Thị Ánh", "o'clock\\", "🇻🇳"])
  }

  @Test func identifiersComeBack() async throws {
    let id = try #require(UUID(uuidString: "0190A5B0-7F1E-7000-8000-0123456789AB"))
    try await roundTrip([id], as: "uuid", written: ["0190a5b0-7f1e-7000-8000-0123456789ab"])
  }

  @Test func momentsComeBackToTheMicrosecond() async throws {
    let moment = Date(timeIntervalSince1970: 1_700_000_000.123456)
    try await withPool { pool in
      let rows = try await pool.once(
        .read,
        [
          sql(
            """
            select $1::timestamptz as value,
              to_char($1::timestamptz at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')
            """, moment)
        ])[0]

      #expect(abs(try rows.value(0, 0, as: Date.self).timeIntervalSince(moment)) < 1e-6)
      #expect(try rows.value(0, 1, as: String.self) == "2023-11-14 22:13:20.123456")
    }
  }

  @Test func calendarDaysComeBack() async throws {
    let days = try [(2024, 2, 29), (1999, 12, 31), (1, 1, 1), (9999, 12, 31)].map {
      try #require(CalendarDate(year: $0.0, month: $0.1, day: $0.2))
    }
    try await roundTrip(
      days, as: "date", written: ["2024-02-29", "1999-12-31", "0001-01-01", "9999-12-31"])
  }

  @Test(arguments: [
    "0", "1", "-1", "0.1", "-0.00012", "12345678901234567890.123456789", "10000", "99999999",
    "1000000000000", "0.0000000001",
  ])
  func decimalsComeBack(text: String) async throws {
    let value = try #require(Decimal(string: text, locale: nil))
    try await withPool { pool in
      let rows = try await pool.once(
        .read, [sql("select $1::numeric as value, trim_scale($1::numeric)::text", Numeric(value))])[
          0]

      #expect(try rows.decode(Echo<Decimal>.self).map(\.value) == [value])
      #expect(try rows.value(0, 1, as: String.self) == text)
    }
  }

  @Test func bytesComeBack() async throws {
    try await roundTrip(
      [[UInt8]](arrayLiteral: [], [0, 255, 10]), as: "bytea", written: ["\\x", "\\x00ff0a"])
  }

  @Test func arraysComeBack() async throws {
    try await roundTrip([["a", ""], []], as: "text[]", written: ["{a,\"\"}", "{}"])
    try await roundTrip([[1, 2, 3]], as: "int8[]", written: ["{1,2,3}"])
    try await roundTrip([[1.5, nil]], as: "float8[]", written: ["{1.5,NULL}"])
    try await roundTrip([[true, nil, false]], as: "bool[]", written: ["{t,NULL,f}"])
    try await roundTrip(
      [[try #require(CalendarDate("2026-01-31"))]], as: "date[]", written: ["{2026-01-31}"])
    let id = try #require(UUID(uuidString: "0190A5B0-7F1E-7000-8000-0123456789AB"))
    try await roundTrip(
      [[id, nil]], as: "uuid[]", written: ["{0190a5b0-7f1e-7000-8000-0123456789ab,NULL}"])
  }

  @Test func nothingComesBackAsNothing() async throws {
    try await withPool { pool in
      let rows = try await pool.once(
        .read,
        [
          sql(
            "select $1::int8 is null and $2::text is null and $3::uuid[] is null",
            Int?.none, String?.none, [UUID]?.none)
        ])[0]

      #expect(try rows.decode(Bool.self) == [true])
    }
  }

  @Test func jsonKeepsItsText() async throws {
    try await withPool { pool in
      let rows = try await pool.once(
        .read,
        [
          sql(
            "select $1::jsonb, $1::jsonb ->> 'vi', $2::jsonb[]",
            JSONText(#"{"vi": "Kỹ năng"}"#), [JSONText("1"), JSONText("[]")])
        ])[0]

      #expect(try rows.value(0, 0, as: JSONText.self).text == #"{"vi": "Kỹ năng"}"#)
      #expect(try rows.value(0, 1, as: String.self) == "Kỹ năng")
    }
  }
}
