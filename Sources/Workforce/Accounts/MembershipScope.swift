import Foundation
import Postgres

/// What a membership is for: the role and the part of the world that goes with it.
struct MembershipScope: Codable, Sendable {
  let role: Role
  let firmId: ID<Firm>?
  let employeeId: ID<Employee>?
  /// Of a manager; empty means the whole firm.
  let unitIds: [ID<Unit>]
  let providerId: ID<Provider>?
  let trainerId: ID<Trainer>?
  let agencyId: ID<Agency>?

  /// Says what the role lacks, and what it has no use for.
  func check(_ problems: inout Problems) {
    func demand(_ isThere: Bool, _ isWanted: Bool, _ field: String) {
      if isWanted, !isThere { problems.add(field, "field.required") }
      if !isWanted, isThere { problems.add(field, "account.not_for_this_role") }
    }
    // Whether one is missing depends on the caller: `filled(for:)`.
    if !isOfFirm { demand(firmId != nil, false, "firmId") }
    demand(providerId != nil, role == .trainer, "providerId")
    demand(trainerId != nil, role == .trainer, "trainerId")
    demand(agencyId != nil, role == .officer, "agencyId")
    if role == .employee { demand(employeeId != nil, true, "employeeId") }
    if !isOfFirm { demand(employeeId != nil, false, "employeeId") }
    if role != .manager { demand(!unitIds.isEmpty, false, "unitIds") }
    if unitIds.count > 100 { problems.add("unitIds", "field.too_long", ["limit": "100"]) }
  }

  /// With the caller's own firm where none is named: nobody needs to look up the id of the firm they work
  /// for. Throws `invalidInput` for a caller who has none.
  func filled(for principal: Principal) throws(AppError) -> MembershipScope {
    guard isOfFirm, firmId == nil else { return self }
    guard let own = principal.firmID else { throw AppError.invalid("firmId", "field.required") }
    return MembershipScope(
      role: role, firmId: own, employeeId: employeeId, unitIds: unitIds, providerId: providerId,
      trainerId: trainerId, agencyId: agencyId)
  }

  private var isOfFirm: Bool {
    switch role {
    case .hr, .manager, .director, .employee: true
    case .trainer, .officer, .administrator: false
    }
  }
}

struct HolderCount: Decodable, Sendable {
  let holders: Int
}
struct UnitCount: Decodable, Sendable {
  let units: Int
}
struct EmployeeID: Decodable, Sendable {
  let id: UUID
}
struct MembershipID: Decodable, Sendable {
  let id: ID<Membership>
}

extension Query<HolderCount> {
  static var holdersOfRole: Self { Query("membership.count_role") }
}
extension Query<UnitCount> {
  static var unitsOfFirm: Self { Query("scope.units") }
}
extension Query<EmployeeID> {
  static var employeeOfFirm: Self { Query("scope.employee") }
}
extension Query<MembershipID> {
  static var sameMembership: Self { Query("membership.same") }
  static var membershipsInFirm: Self { Query("membership.in_firm") }
}

extension Session {
  /// Throws unless the caller may give this membership, and everything that it names exists.
  ///
  /// An administrator gives any; HR those of the own firm; an officer the first HR of a firm and the
  /// trainers of the providers of the province.
  func requireGrantable(_ scope: MembershipScope) async throws {
    switch principal.role {
    case .administrator:
      break
    case .hr:
      guard let firmID = scope.firmId, firmID == principal.firmID else { throw AppError.forbidden }
    case .officer:
      guard scope.role == .hr || scope.role == .trainer else { throw AppError.forbidden }
    case .trainer, .manager, .director, .employee:
      throw AppError.forbidden
    }
    if let firmID = scope.firmId { try await requireFirm(firmID, scope) }
    if let providerID = scope.providerId {
      try await requireTrainer(scope.trainerId, of: providerID)
    }
    if let agencyID = scope.agencyId, try await fetchOne(.agency, agencyID.uuid) == nil {
      throw AppError.invalid("agencyId", "account.unknown_agency")
    }
  }

  private func requireFirm(_ firmID: ID<Firm>, _ scope: MembershipScope) async throws {
    let reach = try principal.reach()
    guard try await fetchOne(.firm, firmID.uuid, reach.firmID, reach.provinceCode) != nil else {
      throw AppError.invalid("firmId", "account.unknown_firm")
    }
    if principal.role == .officer {
      let holders = try await fetchOne(.holdersOfRole, Role.hr.rawValue, firmID.uuid)?.holders
      guard holders == 0 else { throw AppError.conflict("account.firm_has_hr") }
      guard scope.employeeId == nil else { throw AppError.forbidden }
    }
    if !scope.unitIds.isEmpty {
      let units = Set(scope.unitIds.map(\.uuid))
      let found = try await fetchOne(.unitsOfFirm, firmID.uuid, Array(units))?.units
      guard found == units.count else { throw AppError.invalid("unitIds", "unit.unknown") }
    }
    if let employeeID = scope.employeeId,
      try await fetchOne(.employeeOfFirm, firmID.uuid, employeeID.uuid) == nil
    {
      throw AppError.invalid("employeeId", "employee.unknown")
    }
  }

  private func requireTrainer(
    _ trainerID: ID<Trainer>?, of providerID: ID<Provider>
  ) async throws {
    guard
      let provider = try await fetchOne(
        .provider, providerID.uuid, principal.planningScope.provider),
      principal.role != .officer || provider.provinceCode == principal.provinceCode
    else { throw AppError.invalid("providerId", "account.unknown_provider") }
    guard let trainerID,
      try await fetchOne(.trainer, trainerID.uuid, principal.planningScope.provider)?.providerId
        == providerID
    else { throw AppError.invalid("trainerId", "account.unknown_trainer") }
  }

  /// Throws `conflict` when the account is this already.
  func requireNew(_ scope: MembershipScope, for accountID: ID<Account>) async throws {
    let same = try await fetchOne(
      .sameMembership, accountID.uuid, scope.role.rawValue, scope.firmId?.uuid,
      scope.providerId?.uuid, scope.agencyId?.uuid)
    if same != nil { throw AppError.conflict("account.already_member") }
  }

  func createMembership(
    _ scope: MembershipScope, for accountID: ID<Account>, isPending: Bool
  ) async throws -> ID<Membership> {
    let id: ID<Membership> = newID()
    try await execute(
      Command("membership.create"), accountID.uuid, id.uuid, scope.role.rawValue,
      scope.firmId?.uuid, scope.employeeId?.uuid, scope.unitIds.map(\.uuid),
      scope.providerId?.uuid, scope.trainerId?.uuid, scope.agencyId?.uuid, isPending, now,
      principal.accountID.uuid)
    return id
  }
}
