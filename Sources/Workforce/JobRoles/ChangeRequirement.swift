import Postgres

/// Asks for another level from a day on: the old requirement ends the day before, and what held
/// until then stays as it was.
package struct ChangeRequirement: UseCase {
  package let requirementId: ID<RoleRequirement>
  package let requiredLevel: Int?
  package let minimumHolders: Int?
  package let validFrom: CalendarDate
  package let reason: String

  package static let name = "role-requirement.change"
  package static let route = Route.patch("/role-requirements/{requirementId}")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    requirementId: ID<RoleRequirement>, requiredLevel: Int?, minimumHolders: Int?,
    validFrom: CalendarDate, reason: String
  ) {
    self.requirementId = requirementId
    self.requiredLevel = requiredLevel
    self.minimumHolders = minimumHolders
    self.validFrom = validFrom
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.range(requiredLevel, "requiredLevel", 1...8)
    problems.range(minimumHolders, "minimumHolders", 1...1000)
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let present = try await session.lockRequirement(requirementId)
    guard validFrom > present.validFrom else {
      throw AppError.invalid("validFrom", "role_requirement.change_starts_too_early")
    }
    if let end = present.validUntil, validFrom > end {
      throw AppError.invalid("validFrom", "role_requirement.ended_before")
    }
    let level = requiredLevel ?? present.requiredLevel
    let holders = minimumHolders ?? present.minimumHolders
    try await session.requireLevels([
      LevelAsked(
        competencyId: present.competencyId, level: level, competencyField: "requirementId",
        levelField: "requiredLevel")
    ])
    try await session.revise(
      present,
      as: RequirementRevision(
        requiredLevel: present.requiredLevel, minimumHolders: present.minimumHolders,
        validFrom: present.validFrom, validUntil: validFrom.adding(days: -1), reason: reason,
        isVoid: false))
    let next: ID<RoleRequirement> = session.newID()
    try await session.execute(
      .insertRequirements, try session.firmID().uuid, present.jobRoleId.uuid, [next.uuid],
      [present.competencyId.uuid], [level], [holders], validFrom, present.validUntil, session.now,
      session.principal.accountID.uuid, reason)
    session.recordAudit(
      [present.jobRoleId.uuid, requirementId.uuid, next.uuid],
      changes: AuditChange.between([
        ("requiredLevel", "\(present.requiredLevel)", "\(level)"),
        ("minimumHolders", "\(present.minimumHolders)", "\(holders)"),
        ("validFrom", present.validFrom.description, validFrom.description),
      ]), reason: reason)
    return try await .read(
      present.jobRoleId, asOf: max(validFrom, session.today), knownAt: nil, in: session)
  }
}
