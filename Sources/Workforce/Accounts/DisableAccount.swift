import Foundation
import Postgres

/// Shuts an account out at once: sessions end, tokens no longer count.
package struct DisableAccount: EndsTokens {
  package static let name = "account.disable"
  package static let route = Route.post("/accounts/{accountId}/disable")
  package static let permission = Permission.manageAccounts
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let accountId: ID<Account>
  package let reason: String

  package init(accountId: ID<Account>, reason: String) {
    self.accountId = accountId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AccountReference {
    guard accountId != session.principal.accountID else {
      throw AppError.conflict("account.own_account")
    }
    try await session.requireWholeAccount(accountId)
    guard try await session.execute(.setAccountState, accountId.uuid, "active", "disabled") == 1
    else { throw AppError.conflict("account.is_not_active") }
    try await session.execute(.endAllSessions, accountId.uuid, nil as [UInt8]?)
    session.recordAudit(
      [accountId.uuid], changes: [AuditChange("state", before: "active", after: "disabled")],
      reason: reason)
    return AccountReference(accountId: accountId)
  }
}

/// Lets a disabled account in again.
package struct EnableAccount: EndsTokens {
  package static let name = "account.enable"
  package static let route = Route.post("/accounts/{accountId}/enable")
  package static let permission = Permission.manageAccounts
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let accountId: ID<Account>
  package let reason: String

  package init(accountId: ID<Account>, reason: String) {
    self.accountId = accountId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AccountReference {
    try await session.requireWholeAccount(accountId)
    guard try await session.execute(.setAccountState, accountId.uuid, "disabled", "active") == 1
    else { throw AppError.conflict("account.is_not_disabled") }
    session.recordAudit(
      [accountId.uuid], changes: [AuditChange("state", before: "disabled", after: "active")],
      reason: reason)
    return AccountReference(accountId: accountId)
  }
}

extension Command {
  static var setAccountState: Command { Command("account.set_state") }
}
