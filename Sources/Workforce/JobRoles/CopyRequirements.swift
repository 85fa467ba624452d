import Foundation
import Postgres

/// Asks of a job role what a template or another role asks for, from a day on. What the role asks for
/// itself by then stays as it is.
package struct CopyRequirements: UseCase {
  package let jobRoleId: ID<JobRole>
  package let templateId: ID<RoleTemplate>?
  package let fromJobRoleId: ID<JobRole>?
  package let validFrom: CalendarDate
  package let reason: String?

  package static let name = "job-role.copy-requirements"
  package static let route = Route.post("/job-roles/{jobRoleId}/requirement-copies")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    jobRoleId: ID<JobRole>, templateId: ID<RoleTemplate>?, fromJobRoleId: ID<JobRole>?,
    validFrom: CalendarDate, reason: String?
  ) {
    self.jobRoleId = jobRoleId
    self.templateId = templateId
    self.fromJobRoleId = fromJobRoleId
    self.validFrom = validFrom
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if (templateId == nil) == (fromJobRoleId == nil) {
      problems.add("templateId", "role_requirement.one_source")
    }
    if fromJobRoleId == jobRoleId { problems.add("fromJobRoleId", "role_requirement.same_role") }
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let firm = try session.firmID().uuid
    let role = try await session.lockJobRole(jobRoleId)
    try session.requireVersion(role.version)
    let source = try await source(in: session)
    let present = Set(
      try await session.fetchAll(.competenciesFrom, firm, jobRoleId.uuid, validFrom)
        .map(\.competencyId))
    let wanted = source.requirements.filter { !present.contains($0.competencyId) }
    guard !wanted.isEmpty else { throw AppError.conflict("role_requirement.nothing_to_copy") }
    let ids = session.newIDs(wanted.count)
    try await session.execute(
      .insertRequirements, firm, jobRoleId.uuid, ids, wanted.map(\.competencyId.uuid),
      wanted.map(\.level), wanted.map(\.minimumHolders), validFrom, CalendarDate?.none, session.now,
      session.principal.accountID.uuid, reason)
    try await session.bumpJobRole(jobRoleId)
    session.recordAudit(
      [jobRoleId.uuid] + ids,
      changes: [
        AuditChange("copiedFrom", before: nil, after: source.code),
        AuditChange("requirements", before: nil, after: "\(wanted.count)"),
        AuditChange("validFrom", before: nil, after: validFrom.description),
      ], reason: reason)
    return try await .read(
      jobRoleId, asOf: max(validFrom, session.today), knownAt: nil, in: session)
  }

  private func source(in session: Session) async throws -> RequirementSource {
    if let templateId {
      guard let template = try await session.fetchOne(.roleTemplate, templateId.uuid) else {
        throw AppError.invalid("templateId", "role_template.unknown")
      }
      return RequirementSource(
        code: template.code,
        requirements: template.requirements.map {
          .init(competencyId: $0.competencyId, level: $0.requiredLevel, minimumHolders: 1)
        })
    }
    guard let fromJobRoleId,
      try await session.fetchOne(.jobRole, try session.firmID().uuid, fromJobRoleId.uuid) != nil
    else { throw AppError.invalid("fromJobRoleId", "job_role.unknown") }
    let other = try await JobRoleDetails.read(
      fromJobRoleId, asOf: validFrom, knownAt: nil, in: session)
    return RequirementSource(
      code: other.code,
      requirements: other.requirements.map {
        .init(
          competencyId: $0.competencyId, level: $0.requiredLevel,
          minimumHolders: $0.minimumHolders)
      })
  }
}

/// What is copied, and from what.
private struct RequirementSource {
  struct Requirement {
    let competencyId: ID<Competency>
    let level: Int
    let minimumHolders: Int
  }

  let code: String
  let requirements: [Requirement]
}

struct RequiredCompetency: Decodable, Sendable {
  let competencyId: ID<Competency>
}

extension Query<RequiredCompetency> {
  static var competenciesFrom: Self { Query("role_requirement.competencies_from") }
}
