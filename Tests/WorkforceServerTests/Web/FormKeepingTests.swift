import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct FormKeepingTests {
  private static let typed = "familyName=L%C3%AA&givenName=Mai&code=A%22%3C77&reason=d%C3%B2ng%0A2"

  private func send(
    _ site: TestSite, _ body: String, cookie: String, origin: String = "same-origin",
    accept: String = "text/html"
  ) async throws -> TestSite.Answer {
    try await site.ask(
      .post, "/people/new",
      headers: [
        .cookie: cookie, .contentType: "application/x-www-form-urlencoded", .accept: accept,
        HTTPField.Name("Sec-Fetch-Site")!: origin,
      ], body: body)
  }

  @Test func whatWasTypedIsStillThereAfterTheSessionHasEnded() async throws {
    try await withSite { site in
      let answer = try await send(
        site, "csrf=x&\(Self.typed)", cookie: "kynang-visitor=visitor-secret-of-this-browser")

      #expect(answer.status == 401)
      #expect(answer.body.contains("action=\"/people/new\""))
      #expect(answer.body.contains("A&quot;&lt;77"))
      #expect(answer.body.contains("dòng\n2"))
      #expect(answer.body.contains("Đăng nhập lại"))
    }
  }

  @Test func aPageThatWasOpenTooLongIsSentAgainWithAFreshToken() async throws {
    try await withSite { site in
      let refused = try await send(
        site, "csrf=old&\(Self.typed)&startedOn=2026-11-02", cookie: "kynang=\(TestTokens.hrA)")
      let token = try #require(
        refused.body.firstMatch(
          of: /class="button main" name="csrf" value="([^"]+)"/))
      let again = try await send(
        site, "csrf=\(token.1)&familyName=L%C3%AA&givenName=Mai&code=A77&startedOn=2026-11-02",
        cookie: "kynang=\(TestTokens.hrA)")

      #expect(refused.status == 403)
      #expect(refused.body.contains(">Gửi cho Công ty A (Nhân sự)</button>"))
      #expect(again.status == 303)
    }
  }

  @Test func theFormOfAnotherSiteIsNotOfferedAgain() async throws {
    try await withSite { site in
      let answer = try await send(
        site, "csrf=x&\(Self.typed)", cookie: "kynang=\(TestTokens.hrA)", origin: "cross-site")

      #expect(answer.status == 403)
      #expect(!answer.body.contains("A&quot;&lt;77"))
    }
  }

  @Test func aPasswordIsNotWrittenIntoAPage() async throws {
    try await withSite { site in
      let answer = try await send(
        site, "csrf=old&newPassword=s3cret-words", cookie: "kynang=\(TestTokens.hrA)")

      #expect(answer.status == 403)
      #expect(!answer.body.contains("s3cret-words"))
    }
  }

  /// Whoever asks would have it written into a page, and the service would do it for nothing.
  @Test func moreThanAnybodyTypesIsNotKept() async throws {
    try await withSite { site in
      let answer = try await send(
        site, "csrf=x&reason=\(String(repeating: "a", count: 300_000))",
        cookie: "kynang=\(TestTokens.hrA)")

      #expect(answer.status == 403)
      #expect(!answer.body.contains("aaaa"))
    }
  }

  @Test func littleIsReadOfSomebodyWhoHasNotSignedIn() async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, "/sign-in",
        headers: [
          .cookie: "kynang-visitor=visitor-secret-of-this-browser",
          .contentType: "application/x-www-form-urlencoded",
        ], body: "login=\(String(repeating: "a", count: 70_000))")

      #expect(answer.status == 413)
      #expect(answer.body.contains("64 KiB"))
    }
  }

  @Test func aFormOfMoreFieldsThanAnyHasIsRefused() async throws {
    try await withSite { site in
      let answer = try await send(
        site, String(repeating: "a=1&", count: 20_000), cookie: "kynang=\(TestTokens.hrA)")

      #expect(answer.status == 400)
    }
  }

  @Test func aScriptIsToldWhyInJSON() async throws {
    try await withSite { site in
      let answer = try await send(
        site, "csrf=x&\(Self.typed)", cookie: "kynang-visitor=visitor-secret-of-this-browser",
        accept: "application/json")

      #expect(answer.status == 401)
      #expect(try answer.problem().code == "unauthenticated")
    }
  }
}
