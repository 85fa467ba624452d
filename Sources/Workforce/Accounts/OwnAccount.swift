import Foundation
import Postgres

package enum AccountLanguage: String, Codable, Sendable, CaseIterable { case vi, en }

struct AccountRow: Decodable, Sendable {
  let accountId: ID<Account>
  let login: String
  let displayName: String
  let language: String
  let state: String
  let version: Int
}

extension Query<AccountRow> {
  static var account: Self { Query("account.show") }
}

package struct OwnAccount: Codable, Sendable, Versioned {
  package let accountId: ID<Account>
  package let login: String
  package let displayName: String
  package let language: String
  package let membershipId: ID<Membership>
  package let places: [Place]
  package let version: Int
}

/// The caller's own account and places.
package struct ShowOwnAccount: UseCase {
  package static let name = "account.show"
  package static let route = Route.get("/account")
  package static let permission = Permission.signedIn
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package init() {}

  package func run(in session: Session) async throws -> OwnAccount {
    let account = try await session.find(
      "account", .account, session.principal.accountID.uuid)
    return OwnAccount(
      accountId: account.accountId, login: account.login, displayName: account.displayName,
      language: account.language, membershipId: session.principal.membershipID,
      places: try await session.fetchAll(.places, account.accountId.uuid, session.now),
      version: account.version)
  }
}

package struct SavedAccount: Codable, Sendable, Versioned, AboutAccount {
  package let accountId: ID<Account>
  package let version: Int
}

/// Changes the caller's own language or display name.
package struct ChangeOwnAccount: EndsTokens {
  package static let name = "account.change"
  package static let route = Route.patch("/account")
  package static let permission = Permission.signedIn
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let displayName: String?
  package let language: AccountLanguage?

  package init(displayName: String?, language: AccountLanguage?) {
    self.displayName = displayName
    self.language = language
  }

  package func check(_ problems: inout Problems) {
    if let displayName { problems.require(displayName, "displayName", limit: 200) }
  }

  package func run(in session: Session) async throws -> SavedAccount {
    let accountID = session.principal.accountID
    let present = try await session.find("account", .account, accountID.uuid)
    try session.requireVersion(present.version)
    try await session.change(
      Command("account.change"), accountID.uuid, present.version, displayName?.tidied,
      language?.rawValue)
    session.recordAudit(
      [accountID.uuid],
      changes: AuditChange.changes([("language", present.language, language?.rawValue)])
        + (displayName == nil ? [] : [.personal("displayName")]), reason: nil)
    return SavedAccount(accountId: accountID, version: present.version + 1)
  }
}
