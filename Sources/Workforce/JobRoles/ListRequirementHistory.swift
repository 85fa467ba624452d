import Foundation
import Postgres

/// One revision of a requirement, as it was recorded.
package struct RequirementRecord: Codable, Sendable {
  package let id: ID<RoleRequirement>
  package let revision: Int
  package let competencyId: ID<Competency>
  package let competencyCode: String
  package let competencyTitle: LocalizedText
  package let requiredLevel: Int
  package let minimumHolders: Int
  package let validFrom: CalendarDate
  package let validUntil: CalendarDate?
  package let recordedAt: Date
  package let reason: String?
  /// Nil for the present revision.
  package let supersededAt: Date?
  package let isVoid: Bool
}

/// Every revision of a job role's requirements, the newest first, at most 500.
package struct ListRequirementHistory: Lookup {
  package let jobRoleId: ID<JobRole>
  package let competencyId: ID<Competency>?

  package typealias Output = [RequirementRecord]

  package static let name = "role-requirement.history"
  package static let route = Route.get("/job-roles/{jobRoleId}/requirements/history")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init(jobRoleId: ID<JobRole>, competencyId: ID<Competency>?) {
    self.jobRoleId = jobRoleId
    self.competencyId = competencyId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<RequirementRecord>.requirementHistory.statement,
      [try context.firmID().uuid, jobRoleId.uuid, competencyId?.uuid])
  }

  package func output(from rows: Rows) throws -> [RequirementRecord] {
    try rows.decode(RequirementRecord.self)
  }
}

extension Query<RequirementRecord> {
  static var requirementHistory: Self { Query("role_requirement.history") }
}
