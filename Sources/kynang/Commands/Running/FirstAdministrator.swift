import Foundation
import Localization
import Workforce

/// The way in to a new installation: a code for whoever will administer it.
struct FirstAdministrator: Sendable {
  static let login = "admin"

  let app: App
  let language: Language

  /// A code for the page of invitations; nil when somebody administers the installation already. Each
  /// start gives a new one until it is used, and earlier ones end.
  func code() async throws(AppError) -> String? {
    let administrators = try await app.perform(
      ListMemberships(
        accountId: nil, search: nil,
        firmId: nil, providerId: nil, agencyId: nil, role: .administrator, after: nil, limit: nil),
      as: .systemOperator, request: .plain(id: "up")
    ).items
    if administrators.contains(where: { !$0.isPending }) { return nil }
    if let invited = administrators.first {
      return try await app.perform(
        ReissueInvitation(accountId: invited.accountId, membershipId: invited.membershipId),
        as: .systemOperator, request: .plain(id: "up")
      ).code
    }
    return try await app.perform(
      CreateAdministrator(
        login: Self.login, displayName: Words(language)["role.administrator"],
        language: accountLanguage, password: nil),
      as: .systemOperator, request: .plain(id: "up")
    ).code
  }

  private var accountLanguage: AccountLanguage {
    switch language {
    case .vi: .vi
    case .en: .en
    }
  }
}
