import Foundation
import Postgres

package struct MembershipDetail: Codable, Sendable {
  package let membershipId: ID<Membership>
  package let accountId: ID<Account>
  package let login: String
  package let displayName: String
  /// `invited`, `active` or `disabled`.
  package let accountState: String
  package let role: Role
  package let firmId: ID<Firm>?
  package let firmName: String?
  package let employeeId: ID<Employee>?
  /// Of a manager; empty means the whole firm.
  package let unitIds: [ID<Unit>]
  package let providerId: ID<Provider>?
  package let providerName: String?
  package let trainerId: ID<Trainer>?
  package let agencyId: ID<Agency>?
  package let agencyName: String?
  /// True until its human has accepted it.
  package let isPending: Bool
  package let grantedAt: Date
}

extension Query<MembershipDetail> {
  static var memberships: Self { Query("membership.list") }
}

/// Who may do what: HR sees the own firm's, an administrator all, an officer the invitations of the
/// province to be HR or a trainer that nobody has accepted yet.
package struct ListMemberships: Lookup {
  package typealias Output = Page<MembershipDetail>

  package static let name = "membership.list"
  package static let route = Route.get("/memberships")
  package static let permission = Permission.invite
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package let accountId: ID<Account>?
  /// Part of a display name, without marks, or of a login.
  package let search: String?
  package let firmId: ID<Firm>?
  package let providerId: ID<Provider>?
  package let agencyId: ID<Agency>?
  package let role: Role?
  package let after: String?
  package let limit: Int?

  package init(
    accountId: ID<Account>?, search: String?, firmId: ID<Firm>?, providerId: ID<Provider>?,
    agencyId: ID<Agency>?, role: Role?, after: String?, limit: Int?
  ) {
    self.accountId = accountId
    self.search = search
    self.firmId = firmId
    self.providerId = providerId
    self.agencyId = agencyId
    self.role = role
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let reach = try context.principal.reach()
    return Call(
      Query<MembershipDetail>.memberships.statement,
      [
        reach.firmID, firmId?.uuid, providerId?.uuid, agencyId?.uuid, role?.rawValue,
        try ListCursor.id(after), ListCursor.limit(limit) + 1, accountId?.uuid,
        ListCursor.pattern(search), reach.provinceCode,
      ])
  }

  package func output(from rows: Rows) throws -> Page<MembershipDetail> {
    ListCursor.page(
      try rows.decode(MembershipDetail.self), limit: ListCursor.limit(limit),
      id: \.membershipId.uuid)
  }
}

package struct GrantedMembership: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  package let membershipId: ID<Membership>
}

/// Gives an account another role at once. HR may do so for those who have accepted a membership of
/// the firm; everybody else is invited.
package struct GrantMembership: EndsTokens {
  package static let name = "membership.grant"
  package static let route = Route.post("/accounts/{accountId}/memberships")
  package static let permission = Permission.manageAccounts
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let accountId: ID<Account>
  package let role: Role
  package let firmId: ID<Firm>?
  package let employeeId: ID<Employee>?
  package let unitIds: [ID<Unit>]?
  package let providerId: ID<Provider>?
  package let trainerId: ID<Trainer>?
  package let agencyId: ID<Agency>?

  package init(
    accountId: ID<Account>, role: Role, firmId: ID<Firm>?, employeeId: ID<Employee>?,
    unitIds: [ID<Unit>]?, providerId: ID<Provider>?, trainerId: ID<Trainer>?,
    agencyId: ID<Agency>?
  ) {
    self.accountId = accountId
    self.role = role
    self.firmId = firmId
    self.employeeId = employeeId
    self.unitIds = unitIds
    self.providerId = providerId
    self.trainerId = trainerId
    self.agencyId = agencyId
  }

  package func check(_ problems: inout Problems) {
    scope.check(&problems)
  }

  package func run(in session: Session) async throws -> GrantedMembership {
    if session.principal.role == .hr {
      let present = try await session.fetchOne(
        .membershipsInFirm, accountId.uuid, try session.firmID().uuid)
      guard present != nil else { throw AppError.notFound("account") }
    } else {
      _ = try await session.find("account", .account, accountId.uuid)
    }
    let scope = try scope.filled(for: session.principal)
    try await session.requireGrantable(scope)
    try await session.requireNew(scope, for: accountId)
    let id = try await session.createMembership(scope, for: accountId, isPending: false)
    session.recordAudit(
      [accountId.uuid, id.uuid],
      changes: [AuditChange("role", before: nil, after: role.rawValue)], reason: nil)
    return GrantedMembership(accountId: accountId, membershipId: id)
  }

  private var scope: MembershipScope {
    MembershipScope(
      role: role, firmId: firmId, employeeId: employeeId, unitIds: unitIds ?? [],
      providerId: providerId, trainerId: trainerId, agencyId: agencyId)
  }
}

/// Takes a membership away, with the tokens and codes that go with it.
package struct RevokeMembership: EndsTokens {
  package static let name = "membership.revoke"
  package static let route = Route.post("/accounts/{accountId}/memberships/{membershipId}/revoke")
  package static let permission = Permission.manageAccounts
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let accountId: ID<Account>
  package let membershipId: ID<Membership>
  package let reason: String?

  package init(accountId: ID<Account>, membershipId: ID<Membership>, reason: String?) {
    self.accountId = accountId
    self.membershipId = membershipId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> AccountReference {
    guard membershipId != session.principal.membershipID else {
      throw AppError.conflict("account.own_membership")
    }
    let membership = try await session.findMembership(accountId, membershipId)
    try await session.execute(
      Command("membership.revoke"), accountId.uuid, membershipId.uuid, session.now)
    try await session.execute(
      .revokeInvitations, accountId.uuid, membershipId.uuid, session.now)
    session.recordAudit(
      [accountId.uuid, membershipId.uuid],
      changes: [AuditChange("role", before: membership.role.rawValue, after: nil)],
      reason: reason)
    return AccountReference(accountId: accountId)
  }
}
