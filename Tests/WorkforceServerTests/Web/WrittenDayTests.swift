import CivilCalendar
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// Days are read as people in Vietnam write them and as programs do, wherever one can be typed.
@Suite struct WrittenDayTests {
  @Test(arguments: ["24/11/2026", "4/5/2026", "2026-11-24", " 24/11/2026 "])
  func aDayIsReadHoweverItIsWritten(_ text: String) throws {
    #expect(throws: Never.self) { try CalendarDate(written: text) }
  }

  @Test(arguments: [
    ("31/02/2026", WrittenDayError.noSuchDay), ("11/24/2026", .noSuchDay),
    ("2026-02-30", .noSuchDay), ("24/11/26", .shortYear), ("24/11", .unreadable),
    ("hôm qua", .unreadable), ("", .unreadable), ("1/2/3/2026", .unreadable),
    ("24.11.2026", .unreadable), ("20261124", .unreadable), ("1-2-2026", .unreadable),
  ])
  func whatIsNoDayOrHasTwoReadingsIsRefused(_ text: String, _ error: WrittenDayError) {
    #expect(throws: error) { try CalendarDate(written: text) }
  }

  @Test func theDayStandsBeforeTheMonth() throws {
    #expect(try CalendarDate(written: "4/5/2026") == CalendarDate("2026-05-04"))
  }

  @Test(arguments: [
    "/people/\(World.hoa)?asOf=24/11/2026", "/matrix?asOf=24/11/2026",
    "/matrix?knownAt=24/11/2026", "/support/rules?on=24/11/2026",
    "/structure/roles/\(World.clerk)?asOf=24/11/2026", "/audit?from=1/11/2026&until=24/11/2026",
    "/reference/sectors?asOf=24/11/2026", "/adoption?asOf=24/11/2026",
  ])
  func anAddressMayNameADayAsPeopleWriteIt(_ address: String) async throws {
    try await withSite { site in
      let page = try await site.page(address)

      #expect(page.status == 200)
      #expect(page.body.contains("value=\"2026-11-24\""))
    }
  }

  @Test(arguments: [
    "/people/\(World.hoa)?asOf=31/02/2026", "/matrix?asOf=31/02/2026",
    "/matrix?knownAt=31/02/2026", "/support/rules?on=31/02/2026",
    "/structure/roles/\(World.clerk)?asOf=31/02/2026", "/audit?from=31/02/2026",
    "/adoption?knownAt=31/02/2026", "/training-plan?knownAt=31/02/2026",
  ])
  func aDayThatThereIsNotIsRefusedAndNotTakenForToday(_ address: String) async throws {
    try await withSite { site in
      let page = try await site.page(address)

      #expect(page.status == 422)
      #expect(page.body.contains("Trong lịch không có ngày này"))
    }
  }

  @Test func aFormTakesADayAsPeopleWriteIt() async throws {
    try await withSite { site in
      let person = "/people/\(World.hoa)"
      let fields = [
        "unit": World.plant.description, "role": World.cook.description, "from": "23/11/2026",
        "reason": "Chuyển bộ phận", "replaces": "",
      ]
      let saved = try await site.send("\(person)/assign", fields)
      let wrong = try await site.send(
        "\(person)/assign", fields.merging(["from": "23/11/26"]) { $1 })

      #expect(saved.headers[.location] == person)
      #expect(wrong.status == 422)
      #expect(wrong.body.contains("Viết năm đủ bốn chữ số"))
      #expect(wrong.body.contains("value=\"23/11/26\""))
    }
  }
}
