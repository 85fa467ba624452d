import Postgres

/// Says what a requirement should have said all along. What was known before stays readable as
/// known then.
package struct CorrectRequirement: UseCase {
  package let requirementId: ID<RoleRequirement>
  package let requiredLevel: Int?
  package let minimumHolders: Int?
  package let validFrom: CalendarDate?
  /// The last day; nil leaves the end as it is.
  package let validUntil: CalendarDate?
  package let reason: String

  package static let name = "role-requirement.correct"
  package static let route = Route.post("/role-requirements/{requirementId}/corrections")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    requirementId: ID<RoleRequirement>, requiredLevel: Int?, minimumHolders: Int?,
    validFrom: CalendarDate?, validUntil: CalendarDate?, reason: String
  ) {
    self.requirementId = requirementId
    self.requiredLevel = requiredLevel
    self.minimumHolders = minimumHolders
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.range(requiredLevel, "requiredLevel", 1...8)
    problems.range(minimumHolders, "minimumHolders", 1...1000)
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let present = try await session.lockRequirement(requirementId)
    let next = RequirementRevision(
      requiredLevel: requiredLevel ?? present.requiredLevel,
      minimumHolders: minimumHolders ?? present.minimumHolders,
      validFrom: validFrom ?? present.validFrom, validUntil: validUntil ?? present.validUntil,
      reason: reason, isVoid: false)
    if let end = next.validUntil, end < next.validFrom {
      throw AppError.invalid("validUntil", "field.ends_before_it_starts")
    }
    try await session.requireLevels([
      LevelAsked(
        competencyId: present.competencyId, level: next.requiredLevel,
        competencyField: "requirementId", levelField: "requiredLevel")
    ])
    try await session.revise(present, as: next)
    session.recordAudit(
      [present.jobRoleId.uuid, requirementId.uuid],
      changes: AuditChange.between([
        ("requiredLevel", "\(present.requiredLevel)", "\(next.requiredLevel)"),
        ("minimumHolders", "\(present.minimumHolders)", "\(next.minimumHolders)"),
        ("validFrom", present.validFrom.description, next.validFrom.description),
        ("validUntil", present.validUntil?.description, next.validUntil?.description),
      ]), reason: reason)
    return try await .read(present.jobRoleId, asOf: session.today, knownAt: nil, in: session)
  }
}
