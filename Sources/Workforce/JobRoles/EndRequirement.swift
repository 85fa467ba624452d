import Postgres

/// Ends a requirement after a last day.
package struct EndRequirement: UseCase {
  package let requirementId: ID<RoleRequirement>
  /// The last day on which it holds.
  package let validUntil: CalendarDate
  package let reason: String

  package static let name = "role-requirement.end"
  package static let route = Route.post("/role-requirements/{requirementId}/end")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    requirementId: ID<RoleRequirement>, validUntil: CalendarDate, reason: String
  ) {
    self.requirementId = requirementId
    self.validUntil = validUntil
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let present = try await session.lockRequirement(requirementId)
    guard validUntil >= present.validFrom else {
      throw AppError.invalid("validUntil", "role_requirement.ends_before_it_starts")
    }
    if let end = present.validUntil, validUntil > end {
      throw AppError.invalid("validUntil", "role_requirement.ended_before")
    }
    try await session.revise(
      present,
      as: RequirementRevision(
        requiredLevel: present.requiredLevel, minimumHolders: present.minimumHolders,
        validFrom: present.validFrom, validUntil: validUntil, reason: reason, isVoid: false))
    session.recordAudit(
      [present.jobRoleId.uuid, requirementId.uuid],
      changes: [
        AuditChange(
          "validUntil", before: present.validUntil?.description, after: validUntil.description)
      ], reason: reason)
    return try await .read(present.jobRoleId, asOf: session.today, knownAt: nil, in: session)
  }
}

/// Takes back a requirement that should never have been recorded.
package struct VoidRequirement: UseCase {
  package let requirementId: ID<RoleRequirement>
  package let reason: String

  package static let name = "role-requirement.void"
  package static let route = Route.post("/role-requirements/{requirementId}/void")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(requirementId: ID<RoleRequirement>, reason: String) {
    self.requirementId = requirementId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let present = try await session.lockRequirement(requirementId)
    try await session.revise(
      present,
      as: RequirementRevision(
        requiredLevel: present.requiredLevel, minimumHolders: present.minimumHolders,
        validFrom: present.validFrom, validUntil: present.validUntil, reason: reason,
        isVoid: true))
    session.recordAudit(
      [present.jobRoleId.uuid, requirementId.uuid],
      changes: [AuditChange("isVoid", before: "false", after: "true")], reason: reason)
    return try await .read(present.jobRoleId, asOf: session.today, knownAt: nil, in: session)
  }
}
