import Localization
import Workforce

/// What one account may be, as far as the caller may know.
struct AccountMemberships {
  let id: ID<Account>
  let memberships: [MembershipDetail]
  let first: MembershipDetail

  /// Throws `notFound` for an account of which the caller knows nothing.
  init(_ visit: Visit) async throws {
    id = try visit.id("accountId", "account")
    memberships = try await Self.list(id, visit)
    guard let first = memberships.first else { throw AppError.notFound("account") }
    self.first = first
  }

  var url: String { "/accounts/\(id)" }
  var link: RecordLink { RecordLink(label: first.displayName, url: url) }

  /// The membership of the address. Throws `notFound`.
  func membership(_ visit: Visit) throws -> MembershipDetail {
    let wanted: ID<Membership> = try visit.id("membershipId", "membership")
    guard let found = memberships.first(where: { $0.membershipId == wanted }) else {
      throw AppError.notFound("membership")
    }
    return found
  }

  private static func list(
    _ id: ID<Account>, _ visit: Visit
  ) async throws -> [MembershipDetail] {
    try await visit.perform(
      ListMemberships(
        accountId: id, search: nil, firmId: nil, providerId: nil, agencyId: nil, role: nil,
        after: nil, limit: 500)
    ).items
  }

  /// Where an invitation is to.
  static func place(of issued: IssuedInvitation, _ visit: Visit) async throws -> String {
    let found = try await list(issued.accountId, visit)
      .first { $0.membershipId == issued.membershipId }
    return found.map { visit.words.place(of: $0) } ?? ""
  }
}

extension Words {
  /// The firm, provider or agency; the installation for an administrator.
  func place(of membership: MembershipDetail) -> String {
    membership.firmName ?? membership.providerName ?? membership.agencyName
      ?? self["accounts.installation"]
  }

  func state(of membership: MembershipDetail) -> RecordListing.Cell {
    if membership.accountState == "disabled" {
      return .badge(self["accounts.state_disabled"], isOff: true)
    }
    return membership.isPending
      ? .badge(self["accounts.state_invited"], isOff: true)
      : RecordListing.Cell(self["accounts.state_active"])
  }
}
