import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// One browser, two tabs, and somebody who works as HR for two firms: what was filled in for one is never carried out
/// at the other unless they say so.
struct FormOfAnotherPlaceTests {
  private static let typed = [
    ("familyName", "Lê"), ("givenName", "Mai"), ("code", "A77"), ("startedOn", "2026-11-02"),
    ("remark", "Mai \"Hai\""),
  ]

  @Test func aFormOpenedForOneFirmIsNotCarriedOutAtAnother() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let (browser, token) = try await site.openedAtAAndNowAtB("/people/new")

      let refused = try await browser.send("/people/new", token, Self.typed)

      #expect(refused.status == 403)
      #expect(
        refused.body.contains(
          "Trang này được mở khi bạn đang làm việc cho Công ty TNHH Khách sạn Biển Xanh Mẫu (Nhân sự)"
        ))
      #expect(refused.body.contains("Bây giờ bạn đang làm việc cho \(browser.nameOfB) (Nhân sự)"))
      #expect(refused.body.contains("Mai &quot;Hai&quot;"))
      #expect(try await site.people() == 0)
    }
  }

  @Test func goingBackSendsItWhereItWasFilledIn() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let (browser, token) = try await site.openedAtAAndNowAtB("/people/new")
      let refused = try await browser.send("/people/new", token, Self.typed)
      let button = try #require(
        refused.body.firstMatch(
          of: /name="csrf" value="([^"]+)" formaction="([^"]+)">Quay về Công ty TNHH Khách sạn/))

      let back = try await browser.send(String(button.2), String(button.1), Self.typed)
      let sent = try await browser.send("/people/new", String(button.1), Self.typed)

      #expect(back.status == 307)
      #expect(back.headers[.location] == "/people/new")
      #expect(sent.status == 303)
      #expect(try await site.people(of: World.firmA) == 1)
      #expect(try await site.people(of: World.firmB) == 0)
    }
  }

  @Test func theOtherButtonNamesThePlaceThatItIsSentTo() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let (browser, token) = try await site.openedAtAAndNowAtB("/people/new")
      let refused = try await browser.send("/people/new", token, Self.typed)
      let button = try #require(
        refused.body.firstMatch(of: /name="csrf" value="([^"]+)">(Gửi cho [^<]+)</))

      let sent = try await browser.send("/people/new", String(button.1), Self.typed)

      #expect(button.2 == "Gửi cho \(browser.nameOfB) (Nhân sự)")
      #expect(sent.status == 303)
      #expect(try await site.people(of: World.firmB) == 1)
    }
  }

  @Test func afterSigningInAnewItIsStillKnownWhereThePageWasOpened() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      try await browser.choose(browser.firmB)
      let old = FormToken.make(for: "a session that has ended", at: browser.firmA)

      let refused = try await browser.send("/people/new", old, Self.typed)

      #expect(refused.status == 403)
      #expect(
        refused.body.contains("Quay về Công ty TNHH Khách sạn Biển Xanh Mẫu (Nhân sự) và gửi"))
      #expect(refused.body.contains("Gửi cho \(browser.nameOfB)"))
      #expect(try await site.people() == 0)
    }
  }

  @Test func aPageThatWasOpenTooLongSaysForWhomItWillBeSent() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      try await browser.choose(browser.firmB)

      let refused = try await browser.send("/people/new", "old", Self.typed)

      #expect(refused.body.contains("Nếu gửi, sẽ ghi cho \(browser.nameOfB) (Nhân sự)"))
      #expect(refused.body.contains(">Gửi cho \(browser.nameOfB) (Nhân sự)</button>"))
    }
  }

  /// As after another's turn at a shared computer.
  @Test func aPlaceThatIsNoneOfTheirsIsNotNamed() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      try await browser.choose(browser.firmB)
      let others = FormToken.make(for: "another's session", at: World.directorA.membershipID)

      let refused = try await browser.send("/people/new", others, Self.typed)

      #expect(refused.body.contains("Trang này được mở ở một nơi làm việc khác"))
      #expect(!refused.body.contains("Quay về"))
      #expect(refused.body.contains("Gửi cho \(browser.nameOfB)"))
    }
  }

  @Test func aScriptIsToldWhichTwoPlaces() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      let token = FormToken.make(for: browser.session, at: browser.firmA)
      try await browser.choose(browser.firmB)

      let refused = try await browser.send(
        "/people/new", token, Self.typed, accept: "application/json")

      let detail = try refused.problem().detail
      #expect(refused.status == 403)
      #expect(detail.contains("Biển Xanh"))
      #expect(detail.contains(browser.nameOfB))
    }
  }

  @Test func whatWasTypedIsKeptForWhoeverHasNotChosenAPlace() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      let old = FormToken.make(for: "a session that has ended", at: browser.firmA)

      let refused = try await browser.send("/people/new", old, Self.typed)

      #expect(refused.status == 403)
      #expect(refused.body.contains("Bạn chưa chọn nơi làm việc"))
      #expect(refused.body.contains("Mai &quot;Hai&quot;"))
      #expect(refused.body.contains("value=\"\(old)\""))
    }
  }

  @Test func signingOutAndChoosingWorkFromAnyTab() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let (browser, token) = try await site.openedAtAAndNowAtB("/places")

      let chosen = try await browser.send(
        "/places", token, [("membership", browser.firmA.description)])
      try await browser.choose(browser.firmB)
      let out = try await browser.send("/sign-out", token, [])

      #expect(chosen.status == 303)
      #expect(out.status == 303)
    }
  }

  @Test(arguments: ["//evil.example", "https://evil.example"])
  func goingBackLeadsToNoOtherSite(_ url: String) async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      let token = FormToken.make(for: browser.session, at: browser.firmA)

      let back = try await browser.send(
        "/places/back?to=\(QueryText.encode(url))", token, Self.typed)

      #expect(back.headers[.location] == "/")
    }
  }

  @Test func goingBackTakesATokenOfThisBrowserAndOfAPlaceOfTheirs() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let browser = try await site.signedInAtBoth()
      try await browser.choose(browser.firmB)
      let forged = FormToken.make(for: "another's session", at: browser.firmA)
      let others = FormToken.make(for: browser.session, at: World.directorA.membershipID)

      let first = try await browser.send("/places/back?to=%2Fpeople", forged, [])
      let second = try await browser.send("/places/back?to=%2Fpeople", others, [])
      let page = try await browser.page("/people/new")

      #expect(first.status == 403)
      #expect(second.status == 404)
      #expect(page.body.contains(browser.nameOfB))
    }
  }
}

/// The browser of somebody who is HR of firm A and of firm B.
private struct Browser {
  let site: TestSite
  let session: String
  let firmA: ID<Membership>
  let firmB: ID<Membership>
  let nameOfB: String

  func page(_ uri: String) async throws -> TestSite.Answer {
    try await site.ask(.get, uri, headers: [.cookie: "kynang=\(session)"])
  }

  func token(_ uri: String) async throws -> String {
    let page = try await page(uri)
    return String(try #require(page.body.firstMatch(of: /name="csrf" value="([^"]+)"/)).1)
  }

  func choose(_ place: ID<Membership>) async throws {
    let answer = try await send(
      "/places", try await token("/places"), [("membership", place.description)])
    try #require(answer.status == 303)
  }

  func send(
    _ uri: String, _ token: String, _ fields: [(String, String)], accept: String = "text/html"
  ) async throws -> TestSite.Answer {
    try await site.ask(
      .post, uri,
      headers: [
        .cookie: "kynang=\(session)", .contentType: "application/x-www-form-urlencoded",
        .accept: accept, HTTPField.Name("Sec-Fetch-Site")!: "same-origin",
      ],
      body: ([("csrf", token)] + fields).map { "\($0.0)=\(QueryText.encode($0.1))" }
        .joined(separator: "&"))
  }
}

extension TestSite {
  private static let password = "một câu dễ nhớ nhé"

  /// Neither place is chosen yet.
  fileprivate func signedInAtBoth() async throws -> Browser {
    _ = try await accepted(World.firmA, as: World.hrA)
    let session = try await accepted(World.firmB, as: World.hrB)
    let known = try await world.perform(ShowSession(token: session), as: .visitor)
    let atA = try #require(known.places.first { $0.firmId == World.firmA })
    let atB = try #require(known.places.first { $0.firmId == World.firmB })
    return Browser(
      site: self, session: session, firmA: atA.membershipId, firmB: atB.membershipId,
      nameOfB: try #require(atB.name))
  }

  /// With the token of a page that was opened while firm A was chosen.
  fileprivate func openedAtAAndNowAtB(_ uri: String) async throws -> (Browser, String) {
    let browser = try await signedInAtBoth()
    try await browser.choose(browser.firmA)
    let token = try await browser.token(uri)
    try await browser.choose(browser.firmB)
    return (browser, token)
  }

  private func accepted(_ firm: ID<Firm>, as inviter: Principal) async throws -> String {
    let invitation = try await world.perform(
      InvitePerson(
        login: "phuong", displayName: "Trần Minh Phương", language: .vi, role: .hr, firmId: firm,
        employeeId: nil, unitIds: nil, providerId: nil, trainerId: nil, agencyId: nil),
      as: inviter)
    return try await world.perform(
      AcceptInvitation(code: invitation.code, password: Self.password), as: .visitor
    ).token
  }

  /// Of everybody whom a form above would have added.
  fileprivate func people(of firm: ID<Firm>? = nil) async throws -> Int {
    try await world.count(
      "select count(*) from kynang.employee where code = 'A77' and ($1::uuid is null or firm_id = $1)",
      firm?.uuid)
  }
}
