import Foundation
import Postgres

/// Gives a person a place in a unit and job role from a day on. A person may hold several roles.
package struct AssignEmployee: UseCase, AboutEmployee {
  package static let name = "employee.assign"
  package static let route = Route.post("/employees/{employeeId}/assignments")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let employeeId: ID<Employee>
  package let unitId: ID<Unit>
  package let jobRoleId: ID<JobRole>?
  package let from: CalendarDate
  /// The last day; nil when none is known.
  package let to: CalendarDate?
  /// The assignment that this one follows, which ends the day before.
  package let replaces: ID<Assignment>?
  package let reason: String?

  package init(
    employeeId: ID<Employee>, unitId: ID<Unit>, jobRoleId: ID<JobRole>?, from: CalendarDate,
    to: CalendarDate?, replaces: ID<Assignment>?, reason: String?
  ) {
    self.employeeId = employeeId
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.from = from
    self.to = to
    self.replaces = replaces
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(reason, "reason", limit: 500)
    if let to, to < from { problems.add("to", "assignment.ends_before_it_starts") }
  }

  package func run(in session: Session) async throws -> SavedAssignment {
    let firmID = try session.firmID().uuid
    let employee = try await session.findEmployeeToChange(employeeId)
    try session.requireWithinEmployment(employee, from: from, to: to)
    try await session.requirePlace(unitId, jobRoleId)
    var calls: [Call] = []
    if let replaces {
      calls.append(try await ending(replaces, firmID, session))
    }
    let id: ID<Assignment> = session.newID()
    calls.append(
      NewAssignment(
        id: id.uuid, employeeID: employeeId.uuid, unitID: unitId.uuid,
        jobRoleID: jobRoleId?.uuid, startsOn: from, endsOn: to
      ).call(firmID, session, reason: reason))
    _ = try await session.pipeline(calls)
    try await session.bumpEmployee(employee, code: nil)
    session.recordAudit(
      [employeeId.uuid, id.uuid] + (replaces.map { [$0.uuid] } ?? []),
      changes: [
        AuditChange("unitId", before: nil, after: unitId.description),
        AuditChange("jobRoleId", before: nil, after: jobRoleId?.description),
        AuditChange("from", before: nil, after: from.description),
        AuditChange("to", before: nil, after: to?.description),
      ], reason: reason)
    return SavedAssignment(
      assignmentId: id, employeeId: employeeId, version: employee.version + 1)
  }

  private func ending(
    _ replaced: ID<Assignment>, _ firmID: UUID, _ session: Session
  ) async throws -> Call {
    let previous = try await session.find("assignment", .assignment, firmID, replaced.uuid)
    guard previous.employeeId == employeeId else { throw AppError.notFound("assignment") }
    guard previous.startsOn < from else {
      throw AppError.invalid("from", "assignment.not_after_the_replaced")
    }
    if let endsOn = previous.endsOn, endsOn < from {
      throw AppError.invalid("replaces", "assignment.replaced_has_ended")
    }
    return AssignmentRevision.call(
      for: [.ending(previous, before: from)], firmID, session, reason: reason)
  }
}

/// The assignment that was written, and the version of the employee after it.
package struct SavedAssignment: Codable, Sendable, Versioned {
  package let assignmentId: ID<Assignment>
  package let employeeId: ID<Employee>
  package let version: Int
}
