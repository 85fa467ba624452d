import Foundation
import Postgres

/// Corrects an assignment that was recorded wrong, or gives it its last day. What was recorded before
/// is kept as an earlier revision.
package struct CorrectAssignment: UseCase {
  package static let name = "assignment.change"
  package static let route = Route.patch("/assignments/{assignmentId}")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let assignmentId: ID<Assignment>
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let from: CalendarDate?
  /// The last day; nil leaves it.
  package let to: CalendarDate?
  /// True takes the last day away.
  package let isOpenEnded: Bool?
  package let reason: String

  package init(
    assignmentId: ID<Assignment>, unitId: ID<Unit>?, jobRoleId: ID<JobRole>?,
    from: CalendarDate?, to: CalendarDate?, isOpenEnded: Bool?, reason: String
  ) {
    self.assignmentId = assignmentId
    self.unitId = unitId
    self.jobRoleId = jobRoleId
    self.from = from
    self.to = to
    self.isOpenEnded = isOpenEnded
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
    if isOpenEnded == true, to != nil { problems.add("to", "assignment.end_or_open") }
  }

  package func run(in session: Session) async throws -> SavedAssignment {
    let firmID = try session.firmID().uuid
    let before = try await session.find("assignment", .assignment, firmID, assignmentId.uuid)
    let employee = try await session.findEmployeeToChange(before.employeeId)
    var after = before
    if let unitId { after.unitId = unitId.uuid }
    if let jobRoleId { after.jobRoleId = jobRoleId.uuid }
    if let from { after.startsOn = from }
    if let to { after.endsOn = to }
    if isOpenEnded == true { after.endsOn = nil }
    if let endsOn = after.endsOn, endsOn < after.startsOn {
      throw AppError.invalid("to", "assignment.ends_before_it_starts")
    }
    try session.requireWithinEmployment(employee, from: after.startsOn, to: after.endsOn)
    try await session.requirePlace(ID(after.unitId), jobRoleId)
    _ = try await session.rows(
      AssignmentRevision.call(
        for: [AssignmentRevision(assignment: after, isVoid: false)], firmID, session,
        reason: reason))
    try await session.bumpEmployee(employee, code: nil)
    session.recordAudit(
      [before.employeeId.uuid, assignmentId.uuid],
      changes: [
        AuditChange(
          "unitId", before: "\(ID<Unit>(before.unitId))", after: "\(ID<Unit>(after.unitId))"),
        AuditChange(
          "jobRoleId", before: before.jobRoleId.map { "\(ID<JobRole>($0))" },
          after: after.jobRoleId.map { "\(ID<JobRole>($0))" }),
        AuditChange("from", before: "\(before.startsOn)", after: "\(after.startsOn)"),
        AuditChange(
          "to", before: before.endsOn?.description, after: after.endsOn?.description),
      ].filter { $0.before != $0.after }, reason: reason)
    return SavedAssignment(
      assignmentId: assignmentId, employeeId: before.employeeId, version: employee.version + 1)
  }
}

/// Takes back an assignment that should not have been recorded.
package struct VoidAssignment: UseCase {
  package static let name = "assignment.void"
  package static let route = Route.post("/assignments/{assignmentId}/void")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let assignmentId: ID<Assignment>
  package let reason: String

  package init(assignmentId: ID<Assignment>, reason: String) {
    self.assignmentId = assignmentId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> SavedAssignment {
    let firmID = try session.firmID().uuid
    let present = try await session.find("assignment", .assignment, firmID, assignmentId.uuid)
    let employee = try await session.findEmployeeToChange(present.employeeId)
    _ = try await session.rows(
      AssignmentRevision.call(
        for: [AssignmentRevision(assignment: present, isVoid: true)], firmID, session,
        reason: reason))
    try await session.bumpEmployee(employee, code: nil)
    session.recordAudit(
      [present.employeeId.uuid, assignmentId.uuid],
      changes: [AuditChange("isVoid", before: "false", after: "true")], reason: reason)
    return SavedAssignment(
      assignmentId: assignmentId, employeeId: present.employeeId, version: employee.version + 1)
  }
}
