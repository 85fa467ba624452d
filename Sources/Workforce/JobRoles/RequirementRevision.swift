import Postgres

/// The present revision of a requirement.
struct LockedRequirement: Decodable, Sendable {
  let id: ID<RoleRequirement>
  let revision: Int
  let jobRoleId: ID<JobRole>
  let competencyId: ID<Competency>
  let requiredLevel: Int
  let minimumHolders: Int
  let validFrom: CalendarDate
  let validUntil: CalendarDate?
}

/// What the next revision of a requirement says.
struct RequirementRevision: Sendable {
  let requiredLevel: Int
  let minimumHolders: Int
  let validFrom: CalendarDate
  let validUntil: CalendarDate?
  let reason: String
  let isVoid: Bool
}

extension Session {
  /// The present requirement under the lock of its job role, whose version is checked. Throws `conflict`
  /// when it was revised while this change waited for the lock: it was made on what is past.
  func lockRequirement(_ id: ID<RoleRequirement>) async throws -> LockedRequirement {
    let firm = try firmID().uuid
    let seen = try await find("role_requirement", .presentRequirement, firm, id.uuid)
    try requireVersion(try await lockJobRole(seen.jobRoleId).version)
    let present = try await fetchOne(.presentRequirement, firm, id.uuid)
    guard let present, present.revision == seen.revision else {
      throw AppError.conflict("error.changed_meanwhile")
    }
    return present
  }

  func revise(_ requirement: LockedRequirement, as next: RequirementRevision) async throws {
    try await execute(
      .reviseRequirement, try firmID().uuid, requirement.id.uuid, next.requiredLevel,
      next.minimumHolders, next.validFrom, next.validUntil, now, principal.accountID.uuid,
      next.reason, next.isVoid)
    try await bumpJobRole(requirement.jobRoleId)
  }
}

extension Query<LockedRequirement> {
  static var presentRequirement: Self { Query("role_requirement.present") }
}

extension Command {
  static var reviseRequirement: Self { Command("role_requirement.revise") }
}
