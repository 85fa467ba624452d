import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct TrendPageTests {
  @Test func theTrendShowsEachQuarterAndLeadsToItsMatrix() async throws {
    try await withSite { site in
      let page = try await site.page("/matrix/trend")

      #expect(page.status == 200)
      #expect(page.body.contains("Tỷ lệ yêu cầu đã đạt"))
      #expect(page.body.contains("href=\"/matrix?asOf=2026-09-30\""))
      #expect(page.body.contains("Trong thời gian này chưa có đánh giá nào trong lớp."))
    }
  }

  @Test func itsFilterStaysInTheLinksOfTheOtherViews() async throws {
    try await withSite { site in
      let page = try await site.page("/matrix/trend?unit=\(World.sales)")

      #expect(page.body.contains("href=\"/matrix/tasks?unit=\(World.sales)\""))
    }
  }

  @Test func anOfficerSeesNoFirmsTrend() async throws {
    try await withSite { site in
      let page = try await site.page("/matrix/trend", as: TestTokens.officer)

      #expect(page.status == 403)
    }
  }
}
