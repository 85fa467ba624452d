import Foundation
import Postgres

/// A use case after whose commit the tokens of an account are looked up again.
protocol EndsTokens: UseCase where Output: AboutAccount {}

package protocol AboutAccount {
  var accountId: ID<Account> { get }
}

/// An output that says nothing but which account it was about.
package struct AccountReference: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
}

struct WebSession: Decodable, Sendable {
  let accountId: ID<Account>
  let membershipId: ID<Membership>?
  let expiresAt: Date
}

extension Query<WebSession> {
  static var webSession: Self { Query("web_session.find") }
}

extension Session {
  /// The session behind a cookie. Throws `unauthenticated` when there is none.
  func findWebSession(_ token: String) async throws -> WebSession {
    guard let found = try await fetchOne(.webSession, Secret.hash(token), now) else {
      throw AppError.unauthenticated
    }
    return found
  }
}

/// Ends one browser's session. The token says whose.
package struct SignOut: EndsTokens {
  package static let name = "session.sign-out"
  package static let route = Route.post("/sign-out")
  package static let permission = Permission.anyone
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let token: String

  package init(token: String) {
    self.token = token
  }

  package func run(in session: Session) async throws -> AccountReference {
    guard let ended = try await session.fetchOne(.endedSession, Secret.hash(token)) else {
      throw AppError.unauthenticated
    }
    session.recordAudit([ended.accountId.uuid], changes: [], reason: nil)
    return ended
  }
}

extension Query<AccountReference> {
  static var endedSession: Self { Query("web_session.end") }
}

package struct ChosenPlace: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  package let place: Place
}

/// Chooses as what a signed-in browser goes on working.
package struct ChoosePlace: EndsTokens {
  package static let name = "session.choose"
  package static let route = Route.post("/sign-in/place")
  package static let permission = Permission.anyone
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let token: String
  package let membershipId: ID<Membership>

  package init(token: String, membershipId: ID<Membership>) {
    self.token = token
    self.membershipId = membershipId
  }

  package func run(in session: Session) async throws -> ChosenPlace {
    let present = try await session.findWebSession(token)
    let places = try await session.fetchAll(.places, present.accountId.uuid, session.now)
    guard let place = places.first(where: { $0.membershipId == membershipId }) else {
      throw AppError.notFound("membership")
    }
    try await session.execute(
      Command("web_session.choose"), Secret.hash(token), membershipId.uuid)
    session.recordAudit(
      [present.accountId.uuid, membershipId.uuid],
      changes: [AuditChange("role", before: nil, after: place.role.rawValue)], reason: nil)
    return ChosenPlace(accountId: present.accountId, place: place)
  }
}

package struct SessionDetail: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  package let login: String
  package let displayName: String
  package let language: String
  /// Nil until a place is chosen.
  package let membershipId: ID<Membership>?
  package let places: [Place]
  package let expiresAt: Date
}

/// The human behind a cookie and the places they may choose from.
package struct ShowSession: UseCase {
  package static let name = "session.whoami"
  package static let route = Route.post("/sign-in/whoami")
  package static let permission = Permission.anyone
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package let token: String

  package init(token: String) {
    self.token = token
  }

  package func run(in session: Session) async throws -> SessionDetail {
    let present = try await session.findWebSession(token)
    let account = try await session.find("account", .account, present.accountId.uuid)
    let places = try await session.fetchAll(.places, present.accountId.uuid, session.now)
    return SessionDetail(
      accountId: present.accountId, login: account.login, displayName: account.displayName,
      language: account.language,
      membershipId: places.first { $0.membershipId == present.membershipId }?.membershipId,
      places: places, expiresAt: present.expiresAt)
  }
}
