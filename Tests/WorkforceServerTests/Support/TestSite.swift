import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

/// Tokens of people in `World`, as an account store would know them.
enum TestTokens {
  static let hrA = "token-of-hr-of-firm-a"
  static let hrB = "token-of-hr-of-firm-b"
  static let officer = "token-of-an-officer"
  static let manager = "token-of-a-manager-of-sales"
  static let director = "token-of-the-director-of-firm-a"
  static let trainer = "token-of-a-trainer"
  static let employee = "token-of-an-employee"
  static let administrator = "token-of-an-administrator"
  static let undecided = "token-of-one-with-two-workplaces"

  static func principal(_ token: String) -> Principal? {
    switch token {
    case hrA: World.hrA
    case hrB: World.hrB
    case officer: World.officer
    case manager: World.managerOfSales
    case director: World.directorA
    case trainer: World.teacher1
    case employee: World.hoaHerself
    case administrator: World.administrator
    default: nil
    }
  }
}

extension FormToken {
  /// Of a page drawn for one of the tokens above, where its reader works; of a visitor's otherwise.
  static func make(for secret: String) -> String {
    make(for: secret, at: TestTokens.principal(secret)?.membershipID)
  }
}

extension Authentication {
  /// Knows the tokens above; one login, `phuong`, with the password `một câu dễ nhớ`.
  static var test: Authentication {
    @Sendable func check(_ login: String, _ password: String) throws(AppError) {
      guard login == "phuong", password == "một câu dễ nhớ" else { throw .unauthenticated }
    }
    let workplaces = [
      Workplace(membershipId: World.hrA.membershipID, role: .hr, name: "Công ty A"),
      Workplace(membershipId: World.hrB.membershipID, role: .hr, name: "Công ty B"),
    ]
    return Authentication(
      signIn: { login, password, _ throws(AppError) in
        try check(login, password)
        return TestTokens.hrA
      },
      session: { token throws(AppError) in
        if token == TestTokens.undecided {
          return BrowserSession(
            displayName: "Trần Phương", language: "vi", principal: nil, placeName: nil)
        }
        guard let principal = TestTokens.principal(token) else { return nil }
        return BrowserSession(
          displayName: "Trần Phương", language: "vi", principal: principal,
          placeName: "Công ty A")
      },
      workplaces: { _ throws(AppError) in workplaces },
      enter: { _, _, _ throws(AppError) in },
      signOut: { _, _ throws(AppError) in },
      bearer: { token throws(AppError) in TestTokens.principal(token) },
      issueToken: { input, _ throws(AppError) in
        try check(input.login, input.password)
        return IssuedToken(id: UUID(), token: TestTokens.hrA, workplace: workplaces[0])
      },
      invitation: { _, _ throws(AppError) in
        throw .invalid("code", "account.invitation_expired")
      },
      accept: { _, _, _ throws(AppError) in throw .conflict("account.invitation_expired") })
  }
}

/// The server of a world, asked in process.
struct TestSite: Sendable {
  let world: World
  let client: any TestClientProtocol

  /// An answer, its body as text.
  struct Answer: Sendable {
    let status: Int
    let headers: HTTPFields
    let body: String

    func json() throws -> [String: Any] {
      try #require(try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
    }

    func problem() throws -> Problem {
      #expect(headers[.contentType] == "application/problem+json")
      return try JSONDecoder().decode(Problem.self, from: Data(body.utf8))
    }
  }

  func ask(
    _ method: HTTPRequest.Method, _ uri: String, headers: HTTPFields = [:], body: String? = nil
  ) async throws -> Answer {
    try await client.execute(
      uri: uri, method: method, headers: headers, body: body.map { ByteBuffer(string: $0) }
    ) { response in
      Answer(
        status: response.status.code, headers: response.headers,
        body: String(buffer: response.body))
    }
  }

  /// Sends a form as the browser of a secret: its session, or its number before sign-in.
  func send(
    _ uri: String, cookie: String, secret: String, _ fields: [(String, String)]
  ) async throws -> Answer {
    let pairs = ([("csrf", FormToken.make(for: secret))] + fields).map {
      "\($0.0)=\(QueryText.encode($0.1))"
    }
    return try await ask(
      .post, uri,
      headers: [
        .cookie: "\(cookie)=\(secret)", .contentType: "application/x-www-form-urlencoded",
      ],
      body: pairs.joined(separator: "&"))
  }

  /// Asks the API as HR of firm A.
  func api(
    _ method: HTTPRequest.Method, _ uri: String, headers extra: HTTPFields = [:],
    body: String? = nil
  ) async throws -> Answer {
    var headers: HTTPFields = [
      .authorization: "Bearer \(TestTokens.hrA)", .acceptLanguage: "en",
    ]
    if body != nil { headers[.contentType] = "application/json" }
    for field in extra { headers[field.name] = field.value }
    return try await ask(method, uri, headers: headers, body: body)
  }
}

/// Runs the body at a site whose callers are known by the tokens above, unless it is given accounts.
func withSite<Outcome: Sendable>(
  authentication: @escaping @Sendable (App) -> Authentication = { _ in .test },
  _ body: @Sendable @escaping (TestSite) async throws -> Outcome
) async throws {
  try await withWorld { world in
    let router = try Server.router(
      ServerParts(
        app: world.app, registry: try .all(), authentication: authentication(world.app),
        configuration: ServerConfiguration(
          host: "127.0.0.1", port: 0, isBehindTLS: false, bodyLimit: 1 << 20, logsRequests: false),
        logger: Logger(label: "kynang.tests"), isReady: { true }))
    try await Application(router: router).test(.router) { client in
      _ = try await body(TestSite(world: world, client: client))
    }
  }
}
