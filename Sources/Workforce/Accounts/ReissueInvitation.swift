import Foundation
import Postgres

struct StandingMembership: Decodable, Sendable {
  let membershipId: ID<Membership>
  let accountId: ID<Account>
  let role: Role
  let firmId: ID<Firm>?
  let isPending: Bool
}

struct MembershipCount: Decodable, Sendable {
  let memberships: Int
}

extension Query<StandingMembership> {
  static var membership: Self { Query("membership.find") }
}
extension Query<MembershipCount> {
  static var membershipsOutOfReach: Self { Query("account.out_of_reach") }
}

extension Session {
  /// A membership that the caller may manage. Throws `notFound` for any other.
  func findMembership(
    _ accountID: ID<Account>, _ membershipID: ID<Membership>
  ) async throws -> StandingMembership {
    let reach = try principal.reach()
    return try await find(
      "membership", .membership, accountID.uuid, membershipID.uuid, reach.firmID,
      reach.provinceCode)
  }

  /// The whole account is managed by an administrator, or by HR when all that it may be is in their
  /// firm: otherwise one firm would reach into another. Throws `notFound` where it is none of theirs.
  func requireWholeAccount(_ accountID: ID<Account>) async throws {
    switch principal.role {
    case .administrator:
      return
    case .hr:
      let firmID = try firmID()
      guard
        try await fetchOne(.membershipsInFirm, accountID.uuid, firmID.uuid) != nil
      else { throw AppError.notFound("account") }
      let others = try await fetchOne(.membershipsOutOfReach, accountID.uuid, firmID.uuid)
      guard others?.memberships == 0 else { throw AppError.conflict("account.works_elsewhere") }
    case .trainer, .manager, .director, .officer, .employee:
      throw AppError.forbidden
    }
  }
}

/// Gives a new code: for a membership that waits, or, where it was accepted, for a new password.
/// Earlier codes for the same thing end.
package struct ReissueInvitation: Workflow {
  package static let name = "invitation.reissue"
  package static let route = Route.post(
    "/accounts/{accountId}/memberships/{membershipId}/invitation")
  package static let permission = Permission.invite
  package static let access = Access.write

  package let accountId: ID<Account>
  package let membershipId: ID<Membership>

  package init(accountId: ID<Account>, membershipId: ID<Membership>) {
    self.accountId = accountId
    self.membershipId = membershipId
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> IssuedInvitation {
    let code = InvitationCode(randomBytes: app.dependencies.randomBytes(20))
    let recorded = try await app.perform(
      RecordNewCode(accountId: accountId, membershipId: membershipId, codeHash: code.hash),
      as: principal, request: request.once)
    return recorded.issued(code)
  }
}

/// Writes a new code that the caller has made. Not an operation.
struct RecordNewCode: UseCase {
  static let name = "invitation.record-code"
  static let route = Route.post("/invitations/code")
  static let permission = Permission.invite
  static let access = Access.write
  static let context = DatabaseContext.system

  let accountId: ID<Account>
  let membershipId: ID<Membership>
  let codeHash: [UInt8]

  func run(in session: Session) async throws -> RecordedInvitation {
    let membership = try await session.findMembership(accountId, membershipId)
    if session.principal.role == .officer {
      // An officer starts a firm off; its people and their passwords are the firm's own matter.
      guard membership.isPending, membership.role == .hr || membership.role == .trainer else {
        throw AppError.forbidden
      }
    }
    if !membership.isPending { try await session.requireWholeAccount(accountId) }
    let account = try await session.find("account", .account, accountId.uuid)
    guard account.state != "disabled" else { throw AppError.conflict("account.is_disabled") }
    session.recordAudit(
      [accountId.uuid, membershipId.uuid],
      changes: [
        AuditChange("code", before: nil, after: membership.isPending ? "invitation" : "password")
      ], reason: nil)
    return try await session.issueCode(
      codeHash, for: accountId, membership.isPending ? membershipId : nil,
      hasPassword: account.state == "active")
  }
}
