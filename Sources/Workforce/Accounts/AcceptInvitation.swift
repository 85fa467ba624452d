import Foundation
import Postgres

struct OpenInvitation: Codable, Sendable {
  let invitationId: UUID
  let accountId: ID<Account>
  /// Nil when the code sets a new password.
  let membershipId: ID<Membership>?
  let expiresAt: Date
  let login: String
  let hasPassword: Bool
  let role: Role?
  let placeName: String?
  let inviterName: String?
}

extension Query<OpenInvitation> {
  static var openInvitation: Self { Query("invitation.find") }
}

extension Session {
  /// Throws `invalidInput` for a code that is wrong, used, withdrawn or too old: one answer for all.
  func findInvitation(_ typed: String) async throws -> OpenInvitation {
    guard let code = InvitationCode(typed: typed),
      let found = try await fetchOne(.openInvitation, code.hash, now)
    else { throw AppError.invalid("code", "account.invitation_invalid") }
    return found
  }
}

package struct InvitationDetail: Codable, Sendable {
  package let login: String
  /// Nil for a code that sets a new password.
  package let role: Role?
  package let placeName: String?
  package let inviterName: String?
  package let expiresAt: Date
  /// True when a password is to be thought of; false when the login's own is asked for.
  package let setsPassword: Bool
}

/// What an invitation is to, for the page on which it is accepted.
package struct ShowInvitation: UseCase {
  package static let name = "invitation.show"
  /// The code travels in the body: addresses are logged.
  package static let route = Route.post("/invitations/show")
  package static let permission = Permission.anyone
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package let code: String

  package init(code: String) {
    self.code = code
  }

  package func run(in session: Session) async throws -> InvitationDetail {
    let found = try await session.findInvitation(code)
    return InvitationDetail(
      login: found.login, role: found.role, placeName: found.placeName,
      inviterName: found.inviterName, expiresAt: found.expiresAt,
      setsPassword: !found.hasPassword || found.membershipId == nil)
  }
}

/// Accepts an invitation: with a new password when the login has none, else with the login's own. A
/// code without a membership sets a new password and ends every session.
package struct AcceptInvitation: Workflow {
  package static let name = "invitation.accept"
  package static let route = Route.post("/invitations/accept")
  package static let permission = Permission.anyone
  package static let access = Access.write

  package let code: String
  package let password: String

  package init(code: String, password: String) {
    self.code = code
    self.password = password
  }

  package func check(_ problems: inout Problems) {
    problems.require(code, "code", limit: 100)
    problems.bound(password, "password", limit: 256)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> SignedIn {
    let found = try await app.perform(
      FindInvitation(code: code), as: .visitor, request: request.once)
    var passwordHash: String?
    if found.hasPassword, found.membershipId != nil {
      _ = try await app.verify(password, of: Login(typed: found.login), request: request)
    } else {
      var problems = Problems()
      PasswordRules.check(password, "password", &problems)
      try problems.throwIfAny()
      try PasswordRules.refuseLogin(password, found.login, "password")
      passwordHash = try await app.passwords.hash(
        password, salt: app.dependencies.randomBytes(16)
      ).stored
    }
    let accepted = try await app.perform(
      CompleteInvitation(code: code, passwordHash: passwordHash), as: .visitor,
      request: request.once)
    return try await app.openSession(of: accepted.accountId, request: request)
  }
}

/// First half of accepting. Not an operation: it tells whose the code is.
struct FindInvitation: UseCase {
  static let name = "invitation.find"
  static let route = Route.post("/invitations/find")
  static let permission = Permission.anyone
  static let access = Access.read
  static let context = DatabaseContext.system

  let code: String

  func run(in session: Session) async throws -> OpenInvitation {
    try await session.findInvitation(code)
  }
}

/// Second half of accepting, once the password is proven or hashed. Not an operation.
struct CompleteInvitation: EndsTokens {
  static let name = "invitation.complete"
  static let route = Route.post("/invitations/complete")
  static let permission = Permission.anyone
  static let access = Access.write
  static let context = DatabaseContext.system

  let code: String
  /// Nil when the login's own password was given.
  let passwordHash: String?

  func run(in session: Session) async throws -> AccountReference {
    let found = try await session.findInvitation(code)
    let gone = AppError.invalid("code", "account.invitation_invalid")
    guard let code = InvitationCode(typed: code),
      try await session.execute(Command("invitation.use"), code.hash, session.now) == 1
    else { throw gone }
    let account = found.accountId.uuid
    if let passwordHash {
      // Of two first passwords at once, one is set and the other is refused.
      let isFirst = found.membershipId != nil
      guard
        try await session.execute(.setPassword, account, passwordHash, isFirst) == 1
      else { throw gone }
      try await session.execute(.endAllSessions, account, nil as [UInt8]?)
    } else if !found.hasPassword || found.membershipId == nil {
      throw gone
    }
    if let membershipID = found.membershipId {
      guard
        try await session.execute(Command("membership.accept"), account, membershipID.uuid) == 1
      else { throw gone }
      // A code for a new password was given out by somebody who answered for every membership; of
      // this one they do not.
      try await session.execute(
        .revokeInvitations, account, nil as UUID?, session.now)
    }
    session.recordAudit(
      [account, found.invitationId] + (found.membershipId.map { [$0.uuid] } ?? []),
      changes: passwordHash == nil ? [] : [.personal("password")], reason: nil)
    return AccountReference(accountId: found.accountId)
  }
}
