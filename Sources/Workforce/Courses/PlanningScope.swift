import Foundation
import Postgres

/// Who plans or looks, as the statements of courses and runs take it.
struct PlanningScope: Sendable {
  let role: String
  /// The caller's firm; nil outside the roles of a firm.
  let firm: UUID?
  /// The provider a trainer teaches for; nil for everyone else.
  let provider: UUID?
  /// The province an officer answers for; nil for everyone else.
  let province: String?
}

extension Principal {
  var planningScope: PlanningScope {
    PlanningScope(
      role: role.rawValue, firm: firmID?.uuid,
      provider: role == .trainer ? providerID?.uuid : nil,
      province: role == .officer ? provinceCode : nil)
  }
}

/// On whose behalf a course or run is offered.
struct Offering: Sendable {
  /// The firm of an in-house one; nil when it is open to all.
  let owner: UUID?
  let provider: UUID?
}

struct PlannableProvider: Decodable, Sendable {
  let id: UUID
  let provinceCode: String
  let isInHouse: Bool
}

extension Session {
  /// Whose offer the caller may make: HR an in-house one of their firm by any provider, a trainer one
  /// of their own provider, a programme officer one of a provider in their province, an
  /// administrator any public one. Throws `invalidInput` for another provider, and `forbidden` for
  /// another role.
  func offering(by providerId: ID<Provider>?) async throws -> Offering {
    switch principal.role {
    case .hr:
      let owner = try firmID().uuid
      return Offering(
        owner: owner, provider: try await plannable(providerId, owner: owner, province: nil))
    case .trainer:
      guard let own = principal.providerID else { throw AppError.forbidden }
      guard providerId == nil || providerId == own else {
        throw AppError.invalid("providerId", "course.provider_is_not_yours")
      }
      return Offering(owner: nil, provider: try await plannable(own, owner: nil, province: nil))
    case .officer:
      guard let province = principal.provinceCode else { throw AppError.forbidden }
      return Offering(
        owner: nil, provider: try await plannable(providerId, owner: nil, province: province))
    case .administrator:
      return Offering(
        owner: nil, provider: try await plannable(providerId, owner: nil, province: nil))
    case .manager, .director, .employee:
      throw AppError.forbidden
    }
  }

  private func plannable(
    _ providerId: ID<Provider>?, owner: UUID?, province: String?
  ) async throws -> UUID? {
    guard let providerId else { return nil }
    guard let provider = try await fetchOne(.plannableProvider, providerId.uuid, owner) else {
      throw AppError.invalid("providerId", "course.provider_unknown")
    }
    if let province, provider.provinceCode != province {
      throw AppError.invalid("providerId", "course.provider_of_another_province")
    }
    return provider.id
  }

  /// The firm as a provider of its own, which has the firm's id; made when it is first needed.
  func ownProvider() async throws -> UUID {
    let firm = try firmID().uuid
    if let provider = try await fetchOne(.ownProvider, firm) { return provider.id }
    try await execute(.insertOwnProvider, firm, now, principal.accountID.uuid)
    return try await find("provider", .ownProvider, firm).id
  }
}

extension Query<PlannableProvider> {
  static var plannableProvider: Self { Query("course.provider") }
  static var ownProvider: Self { Query("course.own_provider") }
}

extension Command {
  static var insertOwnProvider: Self { Command("course.insert_own_provider") }
}
