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
  /// The requirement and, locked with it, its job role, whose version is checked.
  func lockRequirement(_ id: ID<RoleRequirement>) async throws -> LockedRequirement {
    let requirement = try await find(
      "role_requirement", .lockRequirement, try firmID().uuid, id.uuid)
    try requireVersion(try await lockJobRole(requirement.jobRoleId).version)
    return requirement
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
  static var lockRequirement: Self { Query("role_requirement.lock") }
}

extension Command {
  static var reviseRequirement: Self { Command("role_requirement.revise") }
}
