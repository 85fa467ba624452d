import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct HomeTests {
  @Test func theStartPageCountsWhatIsToDo() async throws {
    try await withSite { site in
      let page = try await site.page("/")
      #expect(page.status == 200)
      #expect(page.body.contains("5 năng lực chưa đánh giá"))
      #expect(page.body.contains("Thứ Hai, 23/11/2026"))
    }
  }

  @Test func theOverviewShowsCoverageByUnit() async throws {
    try await withSite { site in
      let page = try await site.page("/director")
      #expect(page.status == 200)
      #expect(page.body.contains("0 trên 5 yêu cầu của 3 người"))
      #expect(page.body.contains("Phòng kinh doanh"))
    }
  }
}
