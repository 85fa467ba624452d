import Foundation
import Postgres

package struct ProviderDetail: Codable, Sendable, Versioned {
  package let id: ID<Provider>
  package let code: String
  package let name: String
  package let taxCode: String?
  package let provinceCode: String
  package let phone: String?
  package let email: String?
  package let isActive: Bool
  package let version: Int
}

extension Query<ProviderDetail> {
  static var provider: Self { Query("provider.show") }
  static var providers: Self { Query("provider.list") }
}

extension Session {
  /// A provider whose own things (trainers, rooms) the caller may keep: an officer those of the
  /// province, a trainer their own, HR the one that is their firm (its id is the firm's).
  func findKeptProvider(_ id: ID<Provider>) async throws -> ProviderDetail {
    let provider = try await find("provider", .provider, id.uuid, principal.planningScope.provider)
    let isKept =
      switch principal.role {
      case .administrator: true
      case .officer: provider.provinceCode == principal.provinceCode
      case .trainer: id == principal.providerID
      case .hr: id.uuid == principal.firmID?.uuid
      case .manager, .director, .employee: false
      }
    guard isKept else { throw AppError.forbidden }
    return provider
  }
}

package struct ShowProvider: Lookup {
  package typealias Output = ProviderDetail

  package static let name = "provider.show"
  package static let route = Route.get("/providers/{providerId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let providerId: ID<Provider>

  package init(providerId: ID<Provider>) {
    self.providerId = providerId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<ProviderDetail>.provider.statement,
      [providerId.uuid, context.principal.planningScope.provider])
  }

  package func output(from rows: Rows) throws -> ProviderDetail {
    try rows.one(ProviderDetail.self, "provider")
  }
}

/// Training providers by name.
package struct ListProviders: Lookup {
  package typealias Output = Page<ProviderDetail>

  package static let name = "provider.list"
  package static let route = Route.get("/providers")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let search: String?
  package let provinceCode: String?
  package let isActive: Bool?
  package let after: String?
  package let limit: Int?

  package init(
    search: String?, provinceCode: String?, isActive: Bool?, after: String?, limit: Int?
  ) {
    self.search = search
    self.provinceCode = provinceCode
    self.isActive = isActive
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<ProviderDetail>.providers.statement,
      [
        provinceCode, ListCursor.pattern(search), isActive, try ListCursor.id(after),
        ListCursor.limit(limit) + 1, context.principal.planningScope.provider,
      ])
  }

  package func output(from rows: Rows) throws -> Page<ProviderDetail> {
    ListCursor.page(
      try rows.decode(ProviderDetail.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}
