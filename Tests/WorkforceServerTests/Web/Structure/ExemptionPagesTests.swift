import CivilCalendar
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct ExemptionPagesTests {
  private static func grant(_ site: TestSite) async throws -> ExemptionRecord {
    let first = try #require(CalendarDate("2026-11-01"))
    return try await site.world.perform(
      GrantExemption(
        employeeId: World.hoa, competencyId: World.competency("1.1"), validFrom: first,
        validUntil: first.adding(months: 3).adding(days: -1), reason: "nghỉ thai sản"),
      as: World.hrA)
  }

  @Test func anExemptionIsListedAndEnded() async throws {
    try await withSite { site in
      let exemption = try await Self.grant(site)
      let list = try await site.page("/structure/exemptions")
      #expect(list.body.contains("nghỉ thai sản"))
      let address = "/structure/exemptions/\(exemption.id)/end?employee=\(World.hoa)"
      #expect(list.body.contains("/structure/exemptions/\(exemption.id)/end"))

      let refused = try await site.send(address, ["validUntil": "2027-06-30", "reason": "x"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"validUntil-error\""))
      let ended = try await site.send(
        address, ["validUntil": "2026-11-22", "reason": "đi làm lại"])
      #expect(ended.status == 303)
      let now = try await site.page("/structure/exemptions")
      #expect(!now.body.contains("Lê Thị Hoa"))
      let all = try await site.page("/structure/exemptions?which=all")
      #expect(all.body.contains("đã kết thúc"))
    }
  }

  @Test func anExemptionOfAnotherFirmIsNotFound() async throws {
    try await withSite { site in
      let exemption = try await Self.grant(site)
      let address = "/structure/exemptions/\(exemption.id)/end?employee=\(World.hoa)"
      let page = try await site.page(address, as: TestTokens.hrB)
      let sent = try await site.send(
        address, as: TestTokens.hrB, ["validUntil": "2026-11-22", "reason": "x"])
      #expect([page.status, sent.status] == [404, 404])
      let list = try await site.page("/structure/exemptions", as: TestTokens.hrB)
      #expect(!list.body.contains("Lê Thị Hoa"))
    }
  }

  @Test func aDirectorReadsExemptionsAndDoesNotEndThem() async throws {
    try await withSite { site in
      let exemption = try await Self.grant(site)
      let list = try await site.page(
        "/structure/exemptions", as: TestTokens.director, language: "en")
      #expect(list.body.contains("nghỉ thai sản"))
      #expect(!list.body.contains("\(exemption.id)/end"))
      let form = try await site.page(
        "/structure/exemptions/\(exemption.id)/end", as: TestTokens.director)
      #expect(form.status == 403)
    }
  }
}
