import Foundation
import Postgres

/// Something an account may be: the workplace and role to choose after signing in.
package struct Place: Codable, Sendable, Equatable {
  package let membershipId: ID<Membership>
  package let role: Role
  package let firmId: ID<Firm>?
  /// The firm, provider or agency; nil for an administrator.
  package let name: String?
}

extension Query<Place> {
  static var places: Self { Query("account.places") }
}

/// A browser that has just been let in.
package struct SignedIn: Codable, Sendable {
  package let accountId: ID<Account>
  /// For the cookie; shown once.
  package let token: String
  package let expiresAt: Date
  /// Nil when one of several places is still to be chosen.
  package let membershipId: ID<Membership>?
  package let places: [Place]
}

/// Lets a human in by login and password.
///
/// A wrong login, a wrong password and an account that is locked for a while all get the same answer
/// in the same time.
package struct SignIn: Workflow {
  package static let name = "session.sign-in"
  package static let route = Route.post("/sign-in")
  package static let permission = Permission.anyone
  package static let access = Access.write

  package let login: String
  package let password: String

  package init(login: String, password: String) {
    self.login = login
    self.password = password
  }

  package func check(_ problems: inout Problems) {
    problems.require(login, "login", limit: 200)
    if password.isEmpty { problems.add("password", "field.required") }
    problems.bound(password, "password", limit: 256)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> SignedIn {
    let accountID = try await app.verify(password, of: Login(typed: login), request: request)
    return try await app.openSession(of: accountID, request: request)
  }
}

extension App {
  /// Throws `unauthenticated` unless the password is the login's. Counts the attempt.
  func verify(
    _ password: String, of login: Login, request: Request
  ) async throws -> ID<Account> {
    let attempt = try await perform(
      AttemptSignIn(login: login.text), as: .visitor, request: request.once)
    let isRight = try await passwords.matches(password, attempt.passwordHash)
    guard isRight, let accountID = attempt.accountId else {
      throw AppError(.unauthenticated, "account.sign_in_refused")
    }
    return accountID
  }

  func openSession(of accountID: ID<Account>, request: Request) async throws -> SignedIn {
    let secret = Secret.cookie(dependencies.randomBytes(32))
    let opened = try await perform(
      OpenSession(accountId: accountID, tokenHash: secret.hash), as: .visitor,
      request: request.once)
    return SignedIn(
      accountId: accountID, token: secret.text, expiresAt: opened.expiresAt,
      membershipId: opened.membershipId, places: opened.places)
  }
}

/// First half of a sign-in: counts the attempt and gives the hash to compare with. Not an operation.
struct AttemptSignIn: UseCase {
  struct Output: Codable, Sendable {
    let accountId: ID<Account>?
    let passwordHash: String?
  }

  static let name = "session.attempt"
  static let route = Route.post("/sign-in/attempt")
  static let permission = Permission.anyone
  static let access = Access.write
  static let context = DatabaseContext.system

  let login: String

  func run(in session: Session) async throws -> Output {
    let found = try await session.fetchOne(.signInAttempt, login, session.now)
    if let found {
      session.recordAudit([found.accountId.uuid], changes: [], reason: nil)
    } else {
      try await session.execute(Command("sign_in.count_refused"), session.now)
      session.leaveOutOfAudit()
    }
    return Output(accountId: found?.accountId, passwordHash: found?.passwordHash)
  }
}

struct SignInAttempt: Decodable, Sendable {
  let accountId: ID<Account>
  let passwordHash: String
}

extension Query<SignInAttempt> {
  static var signInAttempt: Self { Query("sign_in.attempt") }
}

/// Second half of a sign-in, once the password was right. Not an operation.
struct OpenSession: UseCase {
  struct Output: Codable, Sendable {
    let expiresAt: Date
    let membershipId: ID<Membership>?
    let places: [Place]
  }

  static let name = "session.open"
  static let route = Route.post("/sign-in/session")
  static let permission = Permission.anyone
  static let access = Access.write
  static let context = DatabaseContext.system

  let accountId: ID<Account>
  let tokenHash: [UInt8]

  func run(in session: Session) async throws -> Output {
    let places = try await session.fetchAll(.places, accountId.uuid, session.now)
    guard !places.isEmpty else { throw AppError(.forbidden, "account.no_membership") }
    let only = places.count == 1 ? places.first?.membershipId : nil
    let expiresAt = session.now.addingTimeInterval(Authenticator.idleTime)
    _ = try await session.pipeline([
      Call(Command("sign_in.succeed").statement, [accountId.uuid]),
      Call(
        Command("web_session.create").statement,
        [tokenHash, accountId.uuid, only?.uuid, session.now, expiresAt]),
    ])
    session.recordAudit([accountId.uuid], changes: [], reason: nil)
    return Output(expiresAt: expiresAt, membershipId: only, places: places)
  }
}
