import Foundation
import Postgres

/// The timeline of a person's assessments, with corrections when asked for.
package struct ListAssessments: UseCase, AboutEmployee, Dated {
  package let employeeId: ID<Employee>
  package let competencyId: ID<Competency>?
  package let asOf: CalendarDate?
  package let knownAt: Date?
  package let includesCorrections: Bool?

  package init(
    employeeId: ID<Employee>, competencyId: ID<Competency>?, asOf: CalendarDate?, knownAt: Date?,
    includesCorrections: Bool?
  ) {
    self.employeeId = employeeId
    self.competencyId = competencyId
    self.asOf = asOf
    self.knownAt = knownAt
    self.includesCorrections = includesCorrections
  }

  package static let name = "assessment.list"
  package static let route = Route.get("/employees/{employeeId}/assessments")
  package static let permission = Permission.readSkills
  package static let access = Access.readPersons

  package func run(in session: Session) async throws -> [AssessmentLine] {
    let firm = try session.firmID().uuid
    if session.principal.unitScope != nil {
      _ = try await session.find(
        "employee", .employeeInSight, firm, employeeId.uuid, asOf ?? session.today,
        session.principal.unitScope)
    }
    return try await session.fetchAll(
      .assessments, firm, employeeId.uuid, competencyId?.uuid, asOf,
      try await session.knownAt(knownAt), includesCorrections ?? false)
  }
}

/// The caller's own timeline.
package struct ListOwnAssessments: UseCase, Dated {
  package let competencyId: ID<Competency>?
  /// Nil for today.
  package let asOf: CalendarDate?
  /// Nil for now.
  package let knownAt: Date?

  package init(competencyId: ID<Competency>?, asOf: CalendarDate?, knownAt: Date?) {
    self.competencyId = competencyId
    self.asOf = asOf
    self.knownAt = knownAt
  }

  package static let name = "assessment.list-own"
  package static let route = Route.get("/me/assessments")
  package static let permission = Permission.readOwn
  package static let access = Access.read

  package func run(in session: Session) async throws -> [AssessmentLine] {
    guard let employeeId = session.principal.employeeID else { throw AppError.forbidden }
    return try await session.fetchAll(
      .assessments, try session.firmID().uuid, employeeId.uuid, competencyId?.uuid, asOf,
      try await session.knownAt(knownAt), false)
  }
}
