import Foundation
import Postgres
import Testing

@Suite struct CalendarDateTests {
  @Test(arguments: [
    ("1970-01-01", 0, 4), ("2000-02-29", 11_016, 2), ("2026-11-23", 20_780, 1),
    ("0001-01-01", -719_162, 1), ("1969-12-31", -1, 3),
  ])
  func aDayHasANumberAndAWeekday(text: String, number: Int, weekday: Int) throws {
    let date = try #require(CalendarDate(text))

    #expect(date.dayNumber == number && date.weekday == weekday && date.description == text)
  }

  @Test(arguments: [
    "2025-02-29", "2025-13-01", "2025-00-10", "25-01-01", "2025-1-01", "2025-01-01T",
  ])
  func whatIsNoDayIsRefused(text: String) {
    #expect(CalendarDate(text) == nil)
  }

  @Test(arguments: [
    ("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"),
    ("2026-01-15", -1, "2025-12-15"), ("2026-12-01", 1, "2027-01-01"),
    ("2026-03-31", -13, "2025-02-28"),
  ])
  func aMonthLaterIsTheSameDayOrTheLast(from: String, months: Int, to: String) throws {
    #expect(try #require(CalendarDate(from)).adding(months: months).description == to)
  }

  @Test func itIsWrittenAsAString() throws {
    let date = try #require(CalendarDate("2026-07-01"))

    let data = try JSONEncoder().encode([date])

    #expect(String(decoding: data, as: UTF8.self) == #"["2026-07-01"]"#)
    #expect(try JSONDecoder().decode([CalendarDate].self, from: data) == [date])
  }
}
