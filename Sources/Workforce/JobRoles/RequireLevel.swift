import Postgres

/// Asks for a level in a competency from a day on.
package struct RequireLevel: UseCase {
  package let jobRoleId: ID<JobRole>
  package let competencyId: ID<Competency>
  package let requiredLevel: Int
  /// How many holders of the role the firm needs at the level.
  package let minimumHolders: Int
  package let validFrom: CalendarDate
  package let reason: String?

  package static let name = "job-role.require"
  package static let route = Route.post("/job-roles/{jobRoleId}/requirements")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    jobRoleId: ID<JobRole>, competencyId: ID<Competency>, requiredLevel: Int, minimumHolders: Int,
    validFrom: CalendarDate, reason: String?
  ) {
    self.jobRoleId = jobRoleId
    self.competencyId = competencyId
    self.requiredLevel = requiredLevel
    self.minimumHolders = minimumHolders
    self.validFrom = validFrom
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.range(requiredLevel, "requiredLevel", 1...8)
    problems.range(minimumHolders, "minimumHolders", 1...1000)
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let role = try await session.lockJobRole(jobRoleId)
    try session.requireVersion(role.version)
    try await session.requireLevels([
      LevelAsked(
        competencyId: competencyId, level: requiredLevel, competencyField: "competencyId",
        levelField: "requiredLevel")
    ])
    let id: ID<RoleRequirement> = session.newID()
    try await session.execute(
      .insertRequirements, try session.firmID().uuid, jobRoleId.uuid, [id.uuid],
      [competencyId.uuid], [requiredLevel], [minimumHolders], validFrom, CalendarDate?.none,
      session.now, session.principal.accountID.uuid, reason)
    try await session.bumpJobRole(jobRoleId)
    session.recordAudit(
      [jobRoleId.uuid, id.uuid],
      changes: [
        AuditChange("competency", before: nil, after: competencyId.description),
        AuditChange("requiredLevel", before: nil, after: "\(requiredLevel)"),
        AuditChange("minimumHolders", before: nil, after: "\(minimumHolders)"),
        AuditChange("validFrom", before: nil, after: validFrom.description),
      ], reason: reason)
    return try await .read(
      jobRoleId, asOf: max(validFrom, session.today), knownAt: nil, in: session)
  }
}
