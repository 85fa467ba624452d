import Postgres
import TestSupport
import Testing
import Workforce

@Suite struct PeriodTests {
  @Test(arguments: ["2026", "2026-Q1", "2026-Q4", "2026-01", "2026-12", "1950", "2100-12"])
  func aPeriodIsReadAndWrittenAlike(_ text: String) {
    #expect(Period(text)?.description == text)
  }

  @Test(arguments: [
    "", "26", "2026-Q5", "2026-Q0", "2026-13", "2026-1", "2026-Q", "1949", "2101", "2026-01-01",
    "Q1-2026", "20 26", "2026-Q11", "2026-ab",
  ])
  func whatIsNoPeriodIsRefused(_ text: String) {
    #expect(Period(text) == nil)
  }

  @Test func aYearIsFourQuartersAndAQuarterThreeMonths() throws {
    let year = try #require(Period("2026"))
    #expect(year.parts.map(\.description) == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"])
    #expect(year.parts[1].parts.map(\.description) == ["2026-04", "2026-05", "2026-06"])
    #expect(year.parts[1].parts[0].parts.isEmpty)
  }

  @Test func aPeriodKnowsItsDays() throws {
    let quarter = try #require(Period("2027-Q1"))
    #expect(quarter.startsOn == CalendarDate("2027-01-01"))
    #expect(quarter.endsOn == CalendarDate("2027-03-31"))
    #expect(quarter.previous.description == "2026-Q4")
    #expect(Period(.quarter, containing: quarter.endsOn) == quarter)
  }
}
