import Foundation
import Postgres
import Testing

@Suite struct RowDecoderTests {
  private enum Level: String, Codable { case foundation, intermediate }

  private struct Title: Decodable, Equatable {
    let vi: String
    let shortName: String?
    let heldOn: CalendarDate?
    let seenAt: Date?
  }

  private struct Course: Decodable {
    let id: UUID
    let firmID: UUID
    let providerId: UUID
    let level: Level
    let nextLevel: Level?
    let startedOn: CalendarDate
    let recordedAt: Date
    let amount: Decimal
    let tags: [String]
    let levels: [Level]
    let title: Title
    let parts: [Title]
    let words: [String: String]
    let seats: Int32
    let note: String?
    let absent: String?
  }

  private static let course = """
    select gen_random_uuid() as id, gen_random_uuid() as firm_id, gen_random_uuid() as provider_id,
      'foundation' as level, null::text as next_level, date '2026-03-01' as started_on,
      timestamptz '2026-03-01 10:00:00.5+07' as recorded_at, 1500000.50 as amount,
      array['a', 'b'] as tags, array['foundation', 'intermediate'] as levels,
      '{"vi": "Bảng tính", "short_name": "BT", "held_on": "2026-03-02",
        "seen_at": "2026-03-01T03:00:00.5+00:00"}'::jsonb as title,
      '[{"vi": "Một"}]'::json as parts, '{"snake_key": "x"}'::jsonb as words,
      12::int8 as seats, null::text as note
    """

  @Test func aRowBecomesAValueOfEveryKind() async throws {
    try await withPool { pool in
      let course = try await pool.once(.read, [sql(Self.course)])[0].decode(Course.self)[0]

      #expect(course.level == .foundation && course.nextLevel == nil)
      #expect(course.startedOn == CalendarDate(year: 2026, month: 3, day: 1))
      #expect(course.recordedAt == Date(timeIntervalSince1970: 1_772_334_000.5))
      #expect(course.amount == Decimal(string: "1500000.50"))
      #expect(course.tags == ["a", "b"] && course.levels == [.foundation, .intermediate])
      #expect(
        course.title
          == Title(
            vi: "Bảng tính", shortName: "BT", heldOn: CalendarDate("2026-03-02"),
            seenAt: Date(timeIntervalSince1970: 1_772_334_000.5)))
      #expect(course.parts.map(\.vi) == ["Một"] && course.words == ["snake_key": "x"])
      #expect(course.seats == 12 && course.note == nil && course.absent == nil)
    }
  }

  @Test(arguments: [
    ("select 'x' as name, null::int8 as age", "age"),
    ("select 'x' as name, 'old' as age", "age"),
    ("select 'x' as name", "age"),
    ("select 'x' as name, 3000000000 as age", "age"),
  ])
  func anErrorNamesTheColumnAndNotTheValue(query: String, column: String) async throws {
    struct Person: Decodable {
      let name: String
      let age: Int32
    }
    try await withPool { pool in
      let rows = try await pool.once(.read, [sql(query)])[0]

      let error = #expect(throws: PostgresError.self) { try rows.decode(Person.self) }

      #expect(error.map { "\($0)" }?.contains(column) == true)
      #expect(error.map { "\($0)" }?.contains("old") == false)
    }
  }

  @Test func anUnknownWordOfAnEnumerationIsNotQuoted() async throws {
    struct Person: Decodable { let level: Level }
    try await withPool { pool in
      let rows = try await pool.once(.read, [sql("select 'Lan' as level")])[0]

      let error = #expect(throws: PostgresError.self) { try rows.decode(Person.self) }

      #expect(error.map { "\($0)" }?.contains("Lan") == false)
      #expect(error.map { "\($0)" }?.contains("level") == true)
    }
  }
}
