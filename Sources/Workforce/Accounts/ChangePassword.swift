import Foundation
import Postgres

/// Changes the caller's own password and ends their other sessions.
package struct ChangePassword: Workflow {
  package static let name = "account.change-password"
  package static let route = Route.post("/account/password")
  package static let permission = Permission.signedIn
  package static let access = Access.write

  package let currentPassword: String
  package let newPassword: String
  /// The cookie of the browser that stays signed in; nil ends every session.
  package let token: String?

  package init(currentPassword: String, newPassword: String, token: String?) {
    self.currentPassword = currentPassword
    self.newPassword = newPassword
    self.token = token
  }

  package func check(_ problems: inout Problems) {
    problems.bound(currentPassword, "currentPassword", limit: 256)
    PasswordRules.check(newPassword, "newPassword", &problems)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> AccountReference {
    let account = try await app.perform(ShowOwnAccount(), as: principal, request: request.once)
    try PasswordRules.refuseLogin(newPassword, account.login, "newPassword")
    do {
      _ = try await app.verify(
        currentPassword, of: Login(typed: account.login), request: request)
    } catch let error as AppError where error.code == .unauthenticated {
      throw AppError.invalid("currentPassword", "account.current_password")
    }
    let hash = try await app.passwords.hash(newPassword, salt: app.dependencies.randomBytes(16))
    return try await app.perform(
      ReplacePassword(
        accountId: principal.accountID, passwordHash: hash.stored,
        keptTokenHash: token.map(Secret.hash)), as: principal, request: request.once)
  }
}

/// Writes a password that was proven to be the caller's to change. Not an operation.
struct ReplacePassword: EndsTokens {
  static let name = "account.replace-password"
  static let route = Route.post("/account/password/replacement")
  static let permission = Permission.signedIn
  static let access = Access.write
  static let context = DatabaseContext.system

  let accountId: ID<Account>
  let passwordHash: String
  let keptTokenHash: [UInt8]?

  func run(in session: Session) async throws -> AccountReference {
    let changed = try await session.execute(.setPassword, accountId.uuid, passwordHash, false)
    guard changed == 1 else { throw AppError.notFound("account") }
    try await session.execute(.endAllSessions, accountId.uuid, keptTokenHash)
    session.recordAudit([accountId.uuid], changes: [.personal("password")], reason: nil)
    return AccountReference(accountId: accountId)
  }
}

extension Command {
  static var setPassword: Command { Command("account.set_password") }
  static var endAllSessions: Command { Command("web_session.end_all") }
}
