import Foundation
import Postgres

/// What the inviter hands over. The code is shown once.
package struct IssuedInvitation: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  package let membershipId: ID<Membership>?
  package let invitationId: UUID
  /// Twenty letters and digits in groups of four, for a printed slip or the end of a link.
  package let code: String
  package let expiresAt: Date
  /// True when the login has a password already, which is then needed to accept.
  package let hasPassword: Bool
}

/// Invites a human to be something: under a new login, or one that is there already.
///
/// Nothing is granted before the human accepts with the code and the password of the login. So nobody
/// comes by another firm's rights through a login that somebody else invited first.
package struct InvitePerson: Workflow {
  package static let name = "account.invite"
  package static let route = Route.post("/invitations")
  package static let permission = Permission.invite
  package static let access = Access.write

  package let login: String
  /// Of a new login; one that is there keeps its own.
  package let displayName: String
  package let language: AccountLanguage?
  package let role: Role
  package let firmId: ID<Firm>?
  package let employeeId: ID<Employee>?
  package let unitIds: [ID<Unit>]?
  package let providerId: ID<Provider>?
  package let trainerId: ID<Trainer>?
  package let agencyId: ID<Agency>?

  package init(
    login: String, displayName: String, language: AccountLanguage?, role: Role,
    firmId: ID<Firm>?, employeeId: ID<Employee>?, unitIds: [ID<Unit>]?,
    providerId: ID<Provider>?, trainerId: ID<Trainer>?, agencyId: ID<Agency>?
  ) {
    self.login = login
    self.displayName = displayName
    self.language = language
    self.role = role
    self.firmId = firmId
    self.employeeId = employeeId
    self.unitIds = unitIds
    self.providerId = providerId
    self.trainerId = trainerId
    self.agencyId = agencyId
  }

  package func check(_ problems: inout Problems) {
    Login.check(login, &problems)
    problems.require(displayName, "displayName", limit: 200)
    scope.check(&problems)
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> IssuedInvitation {
    let code = InvitationCode(randomBytes: app.dependencies.randomBytes(20))
    let recorded = try await app.perform(
      RecordInvitation(
        login: login, displayName: displayName, language: language ?? .vi,
        scope: try scope.filled(for: principal), codeHash: code.hash), as: principal,
      request: request.once)
    return recorded.issued(code)
  }

  private var scope: MembershipScope {
    MembershipScope(
      role: role, firmId: firmId, employeeId: employeeId, unitIds: unitIds ?? [],
      providerId: providerId, trainerId: trainerId, agencyId: agencyId)
  }
}

struct RecordedInvitation: Codable, Sendable, AboutAccount {
  let accountId: ID<Account>
  let membershipId: ID<Membership>?
  let invitationId: UUID
  let expiresAt: Date
  let hasPassword: Bool

  func issued(_ code: InvitationCode) -> IssuedInvitation {
    IssuedInvitation(
      accountId: accountId, membershipId: membershipId, invitationId: invitationId,
      code: code.text, expiresAt: expiresAt, hasPassword: hasPassword)
  }
}

/// Writes an invitation whose code the caller has made. Not an operation.
struct RecordInvitation: UseCase {
  static let name = "account.record-invitation"
  static let route = Route.post("/invitations/record")
  static let permission = Permission.invite
  static let access = Access.write
  static let context = DatabaseContext.system

  let login: String
  let displayName: String
  let language: AccountLanguage
  let scope: MembershipScope
  let codeHash: [UInt8]

  func run(in session: Session) async throws -> RecordedInvitation {
    try await session.requireGrantable(scope)
    return try await session.invite(
      Login(typed: login), displayName: displayName, language: language, scope: scope,
      codeHash: codeHash)
  }
}

struct KnownLogin: Decodable, Sendable {
  let accountId: ID<Account>
  let state: String
  let hasPassword: Bool
}

extension Query<KnownLogin> {
  static var knownLogin: Self { Query("account.find_login") }
}

extension Session {
  static let invitationLasts: TimeInterval = 14 * 86400

  /// A pending membership of the login, which is made when it is new, and a code to accept it.
  func invite(
    _ login: Login, displayName: String, language: AccountLanguage, scope: MembershipScope,
    codeHash: [UInt8]
  ) async throws -> RecordedInvitation {
    let known = try await fetchOne(.knownLogin, login.text)
    let accountID = known?.accountId ?? newID()
    if known == nil {
      try await execute(
        .createAccount, accountID.uuid, displayName.tidied, language.rawValue, nil as String?,
        "invited", now, principal.accountID.uuid, login.text)
    } else {
      try await requireNew(scope, for: accountID)
    }
    let membershipID = try await createMembership(scope, for: accountID, isPending: true)
    recordAudit(
      [accountID.uuid, membershipID.uuid],
      changes: [
        AuditChange("role", before: nil, after: scope.role.rawValue),
        AuditChange("firmId", before: nil, after: scope.firmId?.description),
        AuditChange("providerId", before: nil, after: scope.providerId?.description),
        AuditChange("agencyId", before: nil, after: scope.agencyId?.description),
      ].filter { $0.after != nil }, reason: nil)
    return try await issueCode(
      codeHash, for: accountID, membershipID, hasPassword: known?.hasPassword ?? false)
  }

  /// - Parameter membershipID: nil makes a code that sets a new password.
  func issueCode(
    _ codeHash: [UInt8], for accountID: ID<Account>, _ membershipID: ID<Membership>?,
    hasPassword: Bool
  ) async throws -> RecordedInvitation {
    let id: ID<Account> = newID()
    let expiresAt = now.addingTimeInterval(Self.invitationLasts)
    try await execute(.revokeInvitations, accountID.uuid, membershipID?.uuid, now)
    try await execute(
      Command("invitation.create"), codeHash, id.uuid, accountID.uuid, membershipID?.uuid, now,
      principal.accountID.uuid, expiresAt)
    return RecordedInvitation(
      accountId: accountID, membershipId: membershipID, invitationId: id.uuid,
      expiresAt: expiresAt, hasPassword: hasPassword)
  }
}

extension Command {
  static var createAccount: Command { Command("account.create") }
  static var revokeInvitations: Command { Command("invitation.revoke") }
}
