import Foundation
import Postgres

/// Makes a job role of a template, with the levels that the template asks for from a day on.
package struct CopyRoleTemplate: UseCase {
  package let templateId: ID<RoleTemplate>
  package let code: String
  /// Nil for the template's own.
  package let title: LocalizedText?
  package let validFrom: CalendarDate

  package static let name = "job-role.copy-template"
  package static let route = Route.post("/role-templates/{templateId}/copies")
  package static let permission = Permission.manageJobRoles
  package static let access = Access.write

  package init(
    templateId: ID<RoleTemplate>, code: String, title: LocalizedText?, validFrom: CalendarDate
  ) {
    self.templateId = templateId
    self.code = code
    self.title = title
    self.validFrom = validFrom
  }

  package func check(_ problems: inout Problems) {
    problems.require(code, "code", limit: 40)
    if let title { problems.require(title, "title", limit: 200) }
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    let template = try await session.find("role_template", .roleTemplate, templateId.uuid)
    let id: ID<JobRole> = session.newID()
    try await session.insertJobRole(
      id, code: code, title: title ?? template.title, templateID: templateId)
    let requirementIDs = session.newIDs(template.requirements.count)
    try await session.execute(
      .insertRequirements, try session.firmID().uuid, id.uuid, requirementIDs,
      template.requirements.map(\.competencyId.uuid), template.requirements.map(\.requiredLevel),
      template.requirements.map { _ in 1 }, validFrom, CalendarDate?.none, session.now,
      session.principal.accountID.uuid, String?.none)
    session.recordAudit(
      [id.uuid] + requirementIDs,
      changes: [
        AuditChange("code", before: nil, after: code),
        AuditChange("template", before: nil, after: template.code),
        AuditChange("validFrom", before: nil, after: validFrom.description),
      ], reason: nil)
    return try await .read(id, asOf: max(validFrom, session.today), knownAt: nil, in: session)
  }
}

extension Command {
  static var insertRequirements: Self { Command("role_requirement.insert") }
}
