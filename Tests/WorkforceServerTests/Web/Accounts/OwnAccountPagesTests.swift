import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct OwnAccountPagesTests {
  @Test(arguments: [TestTokens.hrA, TestTokens.employee, TestTokens.trainer, TestTokens.officer])
  func everybodySeesTheirOwnAccount(_ token: String) async throws {
    try await withSite { site in
      let page = try await site.page("/account", as: token)
      #expect(page.status == 200)
      #expect(page.body.contains("Tài khoản của tôi"))
    }
  }

  @Test func aNameAndALanguageAreChanged() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/account/change", ["displayName": "", "language": "vi", "version": "1"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"displayName-error\""))
      let changed = try await site.send(
        "/account/change", ["displayName": "Nhân Sự A", "language": "en", "version": "1"])
      #expect(changed.headers[.location] == "/language/en?next=%2Faccount")
      let page = try await site.page("/account", as: TestTokens.hrA, language: "en")
      #expect(page.body.contains("Nhân Sự A"))
      #expect(page.body.contains("My account"))
    }
  }

  @Test func aPasswordIsAskedForTwiceAndNeverDrawnAgain() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/account/password",
        [
          "currentPassword": "mật khẩu cũ nào đó", "newPassword": "một câu dài dễ nhớ",
          "repeatPassword": "một câu khác",
        ])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"repeatPassword-error\""))
      #expect(!refused.body.contains("một câu dài dễ nhớ"))
    }
  }

  @Test func aTokenIsShownOnceAndEnded() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/account/tokens/new", ["label": "Báo cáo", "lastsDays": "900"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"lastsDays-error\""))
      let made = try await site.send(
        "/account/tokens/new", ["label": "Báo cáo", "lastsDays": "30"])
      #expect(made.status == 200)
      let token = try #require(made.body.firstMatch(of: /kyn_[A-Za-z0-9_-]+/))
      let page = try await site.page("/account")
      #expect(page.body.contains("Báo cáo"))
      #expect(!page.body.contains(String(token.0)))

      let end = try #require(page.body.firstMatch(of: /href="([^"]+\/revoke)"/))
      let asked = try await site.page(String(end.1))
      #expect(asked.body.contains("Không khôi phục được"))
      let other = try await site.send(String(end.1), as: TestTokens.hrB, [:])
      #expect(other.status == 404)
      let ended = try await site.send(String(end.1), [String: String]())
      #expect(ended.status == 303)
      let after = try await site.page("/account")
      #expect(after.body.contains("đã thu hồi"))
    }
  }
}
