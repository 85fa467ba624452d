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

  @Test func whoWaitsForASeatIsNamedWithTheirRun() async throws {
    try await withSite { site in
      _ = try await site.world.perform(
        EnrolPeople(
          request: EnrolmentRequest(
            courseRunId: World.run, employeeIds: [World.hoa, World.duc, World.an],
            employeeCodes: nil, unitId: nil, supportVnd: nil, includeCompetentReason: nil,
            allowClashReason: nil)), as: World.hrA)
      let page = try await site.page("/")
      #expect(page.body.contains("href=\"#waiting\""))
      #expect(page.body.contains("Đang chờ chỗ"))
      #expect(page.body.contains("(RUN1), 07/12/2026 – 08/12/2026"))
      #expect(page.body.contains("2 đã ghi danh, 1 trong danh sách chờ"))
    }
  }

  @Test func aUnitOfTheOverviewLeadsToItsMatrix() async throws {
    try await withSite { site in
      let page = try await site.page("/director", as: TestTokens.director)
      #expect(page.body.contains("<a href=\"/matrix?unit=\(World.sales)\">Phòng kinh doanh</a>"))
    }
  }
}
