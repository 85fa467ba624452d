import Foundation
import Postgres

package struct NewAPIToken: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  package let id: UUID
  /// `kyn_…`, shown once.
  package let token: String
  package let expiresAt: Date
}

/// Makes a token with which a program works as the caller's present membership.
package struct CreateAPIToken: Workflow {
  package static let name = "api-token.create"
  package static let route = Route.post("/api-tokens")
  package static let permission = Permission.signedIn
  package static let access = Access.write

  package let label: String
  /// 1 to 366 days.
  package let lastsDays: Int

  package init(label: String, lastsDays: Int) {
    self.label = label
    self.lastsDays = lastsDays
  }

  package func check(_ problems: inout Problems) {
    problems.require(label, "label", limit: 100)
    problems.range(lastsDays, "lastsDays", 1...366)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> NewAPIToken {
    let secret = Secret.apiToken(app.dependencies.randomBytes(32))
    let recorded = try await app.perform(
      RecordAPIToken(label: label, lastsDays: lastsDays, tokenHash: secret.hash), as: principal,
      request: request.once)
    return NewAPIToken(
      accountId: principal.accountID, id: recorded.id, token: secret.text,
      expiresAt: recorded.expiresAt)
  }
}

/// Writes a token that the caller has made. Not an operation.
struct RecordAPIToken: UseCase {
  struct Output: Codable, Sendable {
    let id: UUID
    let expiresAt: Date
  }

  static let name = "api-token.record"
  static let route = Route.post("/api-tokens/record")
  static let permission = Permission.signedIn
  static let access = Access.write
  static let context = DatabaseContext.system

  let label: String
  let lastsDays: Int
  let tokenHash: [UInt8]

  func run(in session: Session) async throws -> Output {
    let id: ID<Account> = session.newID()
    let expiresAt = session.now.addingTimeInterval(Double(lastsDays) * 86400)
    try await session.execute(
      Command("api_token.create"), tokenHash, id.uuid, session.principal.accountID.uuid,
      session.principal.membershipID.uuid, label.tidied, session.now, expiresAt)
    session.recordAudit([id.uuid], changes: [], reason: nil)
    return Output(id: id.uuid, expiresAt: expiresAt)
  }
}

package struct APITokenDetail: Codable, Sendable {
  package let id: UUID
  package let label: String
  package let membershipId: ID<Membership>
  package let createdAt: Date
  package let expiresAt: Date
  package let revokedAt: Date?
}

extension Query<APITokenDetail> {
  static var apiTokens: Self { Query("api_token.list") }
}

package struct APITokenList: Codable, Sendable {
  package let items: [APITokenDetail]
}

/// The caller's own tokens, without their secrets.
package struct ListAPITokens: Lookup {
  package typealias Output = APITokenList

  package static let name = "api-token.list"
  package static let route = Route.get("/api-tokens")
  package static let permission = Permission.signedIn
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<APITokenDetail>.apiTokens.statement, [context.principal.accountID.uuid])
  }

  package func output(from rows: Rows) throws -> APITokenList {
    APITokenList(items: try rows.decode(APITokenDetail.self))
  }
}

/// Ends one of the caller's own tokens.
package struct RevokeAPIToken: EndsTokens {
  package static let name = "api-token.revoke"
  package static let route = Route.post("/api-tokens/{tokenId}/revoke")
  package static let permission = Permission.signedIn
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let tokenId: UUID

  package init(tokenId: UUID) {
    self.tokenId = tokenId
  }

  package func run(in session: Session) async throws -> AccountReference {
    let accountID = session.principal.accountID
    let revoked = try await session.execute(
      Command("api_token.revoke"), accountID.uuid, tokenId, session.now)
    guard revoked == 1 else { throw AppError.notFound("api_token") }
    session.recordAudit([tokenId], changes: [], reason: nil)
    return AccountReference(accountId: accountID)
  }
}
