import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct PageTests {
  private static let visitor = "visitor-secret-of-this-browser"

  @Test func nobodyIsSentToSignInAndBack() async throws {
    try await withSite { site in
      let answer = try await site.ask(.get, "/?tab=1")
      #expect(answer.status == 303)
      #expect(answer.headers[.location] == "/sign-in?next=%2F%3Ftab%3D1")
    }
  }

  @Test func aPageThatIsNotThereStillHasTheMenuOfWhoLooks() async throws {
    try await withSite { site in
      let known = try await site.ask(
        .get, "/nowhere", headers: [.cookie: "kynang=\(TestTokens.hrA)"])
      let stranger = try await site.ask(.get, "/nowhere")
      let closed = try await site.ask(
        .get, "/officer", headers: [.cookie: "kynang=\(TestTokens.hrA)"])

      #expect(known.status == 404 && stranger.status == 404)
      #expect(known.body.contains("<nav class=\"nav\""))
      #expect(!stranger.body.contains("<nav class=\"nav\""))
      #expect(closed.status >= 400 && closed.body.contains("<nav class=\"nav\""))
    }
  }

  @Test func signingInSetsAClosedCookieAndGoesOn() async throws {
    try await withSite { site in
      let token = FormToken.make(for: Self.visitor)
      let answer = try await site.ask(
        .post, "/sign-in",
        headers: [
          .cookie: "kynang-visitor=\(Self.visitor)",
          .contentType: "application/x-www-form-urlencoded",
        ],
        body: "csrf=\(token)&login=phuong&next=%2Fpeople&password="
          + QueryText.encode("một câu dễ nhớ"))

      #expect(answer.status == 303)
      #expect(answer.headers[.location] == "/people")
      let cookie = try #require(
        answer.headers[values: .setCookie].first { $0.hasPrefix("kynang=") })
      #expect(cookie.contains("HttpOnly"))
      #expect(cookie.contains("SameSite=Lax"))
      #expect(!cookie.contains("Secure"))
    }
  }

  @Test func aWrongPasswordShowsTheFormAgainWithoutIt() async throws {
    try await withSite { site in
      let token = FormToken.make(for: Self.visitor)
      let answer = try await site.ask(
        .post, "/sign-in",
        headers: [
          .cookie: "kynang-visitor=\(Self.visitor)",
          .contentType: "application/x-www-form-urlencoded",
        ],
        body: "csrf=\(token)&login=phuong&password=wr0ng-secret&next=%2F")

      #expect(answer.status == 401)
      #expect(answer.body.contains("Tên đăng nhập hoặc mật khẩu không đúng."))
      #expect(answer.body.contains("phuong"))
      #expect(!answer.body.contains("wr0ng-secret"))
    }
  }

  @Test(arguments: ["", "csrf=forged", "csrf=\(FormToken.make(for: "another browser"))"])
  func aFormThatWasNotDrawnForThisBrowserIsRefused(_ body: String) async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, "/sign-out",
        headers: [
          .cookie: "kynang=\(TestTokens.hrA)", .contentType: "application/x-www-form-urlencoded",
        ], body: body)
      #expect(answer.status == 403)
    }
  }

  @Test func aFormFromAnotherSiteIsRefusedEvenWithItsToken() async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, "/sign-out",
        headers: [
          .cookie: "kynang=\(TestTokens.hrA)", .contentType: "application/x-www-form-urlencoded",
          HTTPField.Name("Sec-Fetch-Site")!: "cross-site",
        ], body: "csrf=\(FormToken.make(for: TestTokens.hrA))")
      #expect(answer.status == 403)
    }
  }

  @Test func signingOutEndsTheCookie() async throws {
    try await withSite { site in
      let answer = try await site.ask(
        .post, "/sign-out",
        headers: [
          .cookie: "kynang=\(TestTokens.hrA)", .contentType: "application/x-www-form-urlencoded",
        ], body: "csrf=\(FormToken.make(for: TestTokens.hrA))")
      #expect(answer.status == 303)
      #expect(answer.headers[values: .setCookie].contains { $0.hasPrefix("kynang=;") })
    }
  }

  @Test func whoHasSeveralWorkplacesChoosesFirst() async throws {
    try await withSite { site in
      let cookie: HTTPFields = [.cookie: "kynang=\(TestTokens.undecided)"]
      let home = try await site.ask(.get, "/", headers: cookie)
      let places = try await site.ask(.get, "/places", headers: cookie)

      #expect(home.headers[.location] == "/places")
      #expect(places.body.contains("Công ty A"))
      #expect(places.body.contains("Công ty B"))
    }
  }

  @Test func thePagesSpeakBothLanguages() async throws {
    try await withSite { site in
      let vi = try await site.ask(.get, "/sign-in")
      let en = try await site.ask(.get, "/sign-in", headers: [.acceptLanguage: "en-GB"])
      let chosen = try await site.ask(
        .get, "/sign-in", headers: [.acceptLanguage: "en", .cookie: "kynang-language=vi"])

      #expect(vi.body.contains("lang=\"vi\"") && vi.body.contains("Đăng nhập"))
      #expect(en.body.contains("lang=\"en\"") && en.body.contains("Sign in"))
      #expect(chosen.body.contains("Đăng nhập"))
      #expect(!vi.body.contains("@{") && !vi.body.contains("{{"))
    }
  }

  @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a b"])
  func nobodyIsSentToAnotherSite(_ next: String) async throws {
    try await withSite { site in
      let answer = try await site.ask(.get, "/language/en?next=\(QueryText.encode(next))")
      #expect(answer.headers[.location] == "/")
    }
  }

  @Test func aMissingPageSaysSoAndQuotesItsRequest() async throws {
    try await withSite { site in
      let answer = try await site.ask(.get, "/nowhere")
      #expect(answer.status == 404)
      #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
      let id = try #require(answer.headers[HTTPField.Name("X-Request-Id")!])
      #expect(answer.body.contains(id))
    }
  }

  @Test func browsersAreToldWhatNeverToDo() async throws {
    try await withSite { site in
      let answer = try await site.ask(.get, "/sign-in")
      let policy = try #require(answer.headers[.contentSecurityPolicy])
      #expect(policy.contains("default-src 'none'"))
      #expect(!policy.contains("unsafe"))
      #expect(answer.headers[.xContentTypeOptions] == "nosniff")
    }
  }

  @Test func assetsAreKeptForAYearUnderTheirContent() async throws {
    try await withSite { site in
      let page = try await site.ask(.get, "/sign-in")
      let style = try #require(page.body.firstMatch(of: /href="(\/assets\/[^"]*\.css)"/))
      let answer = try await site.ask(.get, String(style.1))
      let other = try await site.ask(.get, "/assets/old/kynang.css")

      #expect(answer.status == 200)
      #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
      #expect(other.headers[.cacheControl] == "no-cache")
    }
  }

  @Test func theProbesAndMetricsNameNoPath() async throws {
    try await withSite { site in
      _ = try await site.api(.get, "/v1/courses?search=secret-name")
      let health = try await site.ask(.get, "/healthz")
      let ready = try await site.ask(.get, "/readyz")
      let metrics = try await site.ask(.get, "/metrics")

      #expect(health.status == 200)
      #expect(ready.status == 200)
      #expect(metrics.body.contains("route=\"/v1/courses\""))
      #expect(!metrics.body.contains("secret-name"))
    }
  }
}
