import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// The ways in, with accounts as the product keeps them.
struct AccountTests {
  private static let password = "một câu dễ nhớ nhé"
  private static let visitor = "visitor-secret-of-this-browser"

  @Test func anInvitedPersonSetsAPasswordAndIsIn() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let session = try await site.accepted("phuong", Self.password)
      let home = try await site.ask(.get, "/", headers: [.cookie: "kynang=\(session)"])
      let people = try await site.ask(.get, "/people", headers: [.cookie: "kynang=\(session)"])

      #expect(home.status == 200)
      #expect(people.body.contains("Lê Thị Hoa"))
    }
  }

  @Test func aTokenForTheAPIIsHadForThePassword() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      _ = try await site.accepted("phuong", Self.password)
      let issued = try await site.ask(
        .post, "/v1/access-token", headers: [.contentType: "application/json"],
        body: #"{"login": "phuong", "password": "\#(Self.password)"}"#)
      let token = try #require(try issued.json()["token"] as? String)
      let list = try await site.ask(
        .get, "/v1/employees", headers: [.authorization: "Bearer \(token)"])
      let wrong = try await site.ask(
        .post, "/v1/access-token", headers: [.contentType: "application/json"],
        body: #"{"login": "phuong", "password": "another one"}"#)

      #expect(issued.status == 200)
      #expect(list.status == 200)
      #expect(wrong.status == 401)
    }
  }

  @Test func aSessionThatWasEndedIsOver() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let session = try await site.accepted("phuong", Self.password)
      let out = try await site.send("/sign-out", cookie: "kynang", secret: session, [])
      let home = try await site.ask(.get, "/", headers: [.cookie: "kynang=\(session)"])

      #expect(out.status == 303)
      #expect(home.status == 303)
    }
  }

  @Test func aCodeThatIsNoneOfOursIsRefusedInTheForm() async throws {
    try await withSite(authentication: Authentication.accounts(of:)) { site in
      let answer = try await site.send(
        "/invitation", cookie: "kynang-visitor", secret: Self.visitor,
        [
          ("code", "0000-0000-0000-0000-0000"), ("newPassword", Self.password),
          ("repeatPassword", Self.password),
        ])
      #expect(answer.status == 422)
      #expect(answer.body.contains("id=\"code-error\""))
    }
  }
}

extension TestSite {
  /// The session of a new HR account of firm A, invited and accepted on the pages.
  fileprivate func accepted(_ login: String, _ password: String) async throws -> String {
    let invitation = try await world.perform(
      InvitePerson(
        login: login, displayName: "Trần Minh Phương", language: .vi, role: .hr,
        firmId: World.firmA, employeeId: nil, unitIds: nil, providerId: nil, trainerId: nil,
        agencyId: nil), as: World.hrA)
    let accepted = try await send(
      "/invitation", cookie: "kynang-visitor", secret: "visitor-secret-of-this-browser",
      [("code", invitation.code), ("newPassword", password), ("repeatPassword", password)])
    try #require(accepted.status == 303, "\(accepted.body)")
    let cookie = try #require(
      accepted.headers[values: .setCookie].first { $0.hasPrefix("kynang=") })
    return String(cookie.dropFirst("kynang=".count).prefix { $0 != ";" })
  }
}
