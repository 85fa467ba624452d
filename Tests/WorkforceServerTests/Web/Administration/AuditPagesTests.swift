import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct AuditPagesTests {
  private static func close(_ site: TestSite) async throws {
    _ = try await site.world.perform(
      CreateUnit(code: "THU", name: "Tổ thử", parentId: nil, startsOn: nil), as: World.hrA)
    _ = try await site.world.perform(
      SetUnitBudget(
        unitId: World.sales, year: 2026, amountVnd: 7_000_000, reason: "lần đầu"), as: World.hrA)
  }

  @Test func theLogSaysWhoDidWhatAndTheStateOfTheSeals() async throws {
    try await withSite { site in
      try await Self.close(site)
      let page = try await site.page("/audit", as: TestTokens.director)
      #expect(page.status == 200)
      #expect(page.body.contains("Nguyễn Thị Nhân Sự"))
      #expect(page.body.contains("lần đầu"))
      #expect(page.body.contains("Còn nguyên vẹn"))
    }
  }

  @Test func theLogIsNarrowedByWhatAndWhen() async throws {
    try await withSite { site in
      try await Self.close(site)
      let units = try await site.page("/audit?what=unit", as: TestTokens.hrA, language: "en")
      #expect(units.body.contains("THU"))
      #expect(!units.body.contains("lần đầu"))
      let earlier = try await site.page("/audit?until=2026-11-22")
      #expect(!earlier.body.contains("THU"))
      let wrong = try await site.page("/audit?from=2026-11-23&until=2026-11-22")
      #expect(wrong.status == 422)
    }
  }

  @Test func anAdministratorSeesOfAFirmNeitherContentsNorReasons() async throws {
    try await withSite { site in
      try await Self.close(site)
      let page = try await site.page("/audit?firm=\(World.firmA)", as: TestTokens.administrator)
      #expect(page.status == 200)
      #expect(page.body.contains("Nguyễn Thị Nhân Sự"))
      #expect(!page.body.contains("lần đầu"))
      #expect(!page.body.contains("THU"))
    }
  }

  @Test func anotherFirmsLogIsNotFound() async throws {
    try await withSite { site in
      let page = try await site.page("/audit?firm=\(World.firmB)")
      #expect(page.status == 404)
    }
  }

  @Test(arguments: [TestTokens.manager, TestTokens.officer, TestTokens.trainer])
  func othersDoNotReadTheLog(_ token: String) async throws {
    try await withSite { site in
      let page = try await site.page("/audit", as: token)
      #expect(page.status == 403)
    }
  }
}
