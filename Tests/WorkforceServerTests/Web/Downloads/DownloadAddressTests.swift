import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct DownloadAddressTests {
  @Test func aListIsAWorkbookForWhoMayReadIt() async throws {
    try await withSite { site in
      let file = try await site.page("/exports/job-role.list")
      #expect(file.status == 200)
      #expect(file.headers[.contentType]?.contains("spreadsheetml") == true)
      let refused = try await site.page("/exports/job-role.list", as: TestTokens.trainer)
      #expect(refused.status == 403)
    }
  }

  @Test(arguments: ["/exports/unit.create", "/exports/nothing", "/exports/firm.show"])
  func whatIsNoListIsNotFound(_ url: String) async throws {
    try await withSite { site in
      let file = try await site.page(url)
      #expect(file.status == 404)
    }
  }

  @Test func nobodyIsSentToSignInFirst() async throws {
    try await withSite { site in
      let answer = try await site.ask(.get, "/exports/job-role.list")
      #expect(answer.status == 303)
      #expect(answer.headers[.location]?.hasPrefix("/sign-in") == true)
    }
  }
}
