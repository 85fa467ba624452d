import Foundation
import Postgres

/// A job role as of any day, today when none is named, and as known at any moment.
package struct ShowJobRole: UseCase {
  package let jobRoleId: ID<JobRole>
  package let asOf: CalendarDate?
  package let knownAt: Date?

  package static let name = "job-role.show"
  package static let route = Route.get("/job-roles/{jobRoleId}")
  package static let permission = Permission.readOrganisation
  package static let access = Access.read

  package init(jobRoleId: ID<JobRole>, asOf: CalendarDate?, knownAt: Date?) {
    self.jobRoleId = jobRoleId
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package func run(in session: Session) async throws -> JobRoleDetails {
    try await .read(jobRoleId, asOf: asOf ?? session.today, knownAt: knownAt, in: session)
  }
}
