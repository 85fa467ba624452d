import Postgres

package struct JobRoleSummary: Codable, Sendable, Versioned {
  package let id: ID<JobRole>
  package let code: String
  package let title: LocalizedText
  package let templateId: ID<RoleTemplate>?
  package let isActive: Bool
  package let version: Int
  /// Requirements that hold today.
  package let requirementCount: Int
  /// People in sight who hold it today.
  package let people: Int
}

/// The job roles of the firm, by code; only those in use unless asked otherwise.
package struct ListJobRoles: Lookup {
  package let search: String?
  package let includesInactive: Bool?
  package let after: String?
  package let limit: Int?

  package typealias Output = Page<JobRoleSummary>

  package static let name = "job-role.list"
  package static let route = Route.get("/job-roles")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init(search: String?, includesInactive: Bool?, after: String?, limit: Int?) {
    self.search = search
    self.includesInactive = includesInactive
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkPage(limit: limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let key = try PageKey(after, parts: 2)
    return Call(
      Query<JobRoleSummary>.jobRoles.statement,
      [
        try context.firmID().uuid, search, includesInactive ?? false,
        CalendarDate.inVietnam(at: context.now), key?.parts[0], try key?.id(1), pageSize + 1,
        context.principal.unitScope,
      ])
  }

  package func output(from rows: Rows) throws -> Page<JobRoleSummary> {
    Page(try rows.decode(JobRoleSummary.self), limit: pageSize) { [$0.code, $0.id.description] }
  }

  private var pageSize: Int { limit ?? Page<JobRoleSummary>.usualLimit }
}

extension Query<JobRoleSummary> {
  static var jobRoles: Self { Query("job_role.list") }
}
