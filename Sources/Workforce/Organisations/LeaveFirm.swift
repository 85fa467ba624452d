import Foundation
import Postgres

/// An enrolment that a leaver still holds.
package struct OpenEnrolment: Codable, Sendable {
  package enum State: String, Codable, Sendable, CaseIterable { case enrolled, waitlisted }

  package let enrolmentId: ID<Enrolment>
  package let courseRunId: ID<CourseRun>
  package let courseRunCode: String
  package let startsOn: CalendarDate
  package let state: State
}

extension Query<OpenEnrolment> {
  static var openEnrolments: Self { Query("employee.open_enrolments") }
}

package struct EmployeeLeaving: Codable, Sendable, Versioned {
  package let employeeId: ID<Employee>
  package let version: Int
  package let endedAssignments: Int
  /// What HR still has to withdraw or hand to somebody else.
  package let openEnrolments: [OpenEnrolment]
}

/// Records the last day of a person in the firm and ends their places with it, and all that their
/// account may be in the firm. Results stay.
package struct LeaveFirm: UseCase, AboutEmployee {
  package static let name = "employee.leave"
  package static let route = Route.post("/employees/{employeeId}/leave")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let employeeId: ID<Employee>
  /// The last day at work.
  package let lastDay: CalendarDate
  /// Kept with the employment and shown to HR alone; not repeated in the audit.
  package let reason: String?

  package init(employeeId: ID<Employee>, lastDay: CalendarDate, reason: String?) {
    self.employeeId = employeeId
    self.lastDay = lastDay
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> EmployeeLeaving {
    let firmID = try session.firmID().uuid
    let employee = try await session.findEmployeeToChange(employeeId)
    guard employee.endsOn == nil else { throw AppError.conflict("employee.has_left") }
    guard lastDay >= employee.startsOn else {
      throw AppError.invalid("lastDay", "employee.leaves_before_start")
    }
    guard lastDay <= session.today.adding(months: 12) else {
      throw AppError.invalid("lastDay", "employee.leaves_too_far_ahead")
    }
    let after = lastDay.adding(days: 1)
    let standing = try await session.fetchAll(
      .laterAssignments, firmID, employeeId.uuid, after)
    let ending = standing.map { AssignmentRevision.ending($0, before: after) }
    _ = try await session.pipeline([
      Call(
        Command.reviseEmployments.statement,
        [
          firmID, [employeeId.uuid], [employee.startsOn], [lastDay as CalendarDate?], [reason],
          session.now, session.principal.accountID.uuid, nil as String?,
        ]),
      AssignmentRevision.call(for: ending, firmID, session, reason: nil),
    ])
    let ended = try await session.find(
      "employee", .endedMemberships, employeeId.uuid, after.midnightInVietnam)
    try await session.bumpEmployee(employee, code: nil)
    session.recordAudit(
      [employeeId.uuid] + standing.map(\.id),
      changes: [
        AuditChange("lastDay", before: nil, after: lastDay.description),
        AuditChange("rolesEnded", before: nil, after: "\(ended.roles)"),
      ], reason: nil)
    return EmployeeLeaving(
      employeeId: employeeId, version: employee.version + 1, endedAssignments: ending.count,
      openEnrolments: try await session.fetchAll(
        .openEnrolments, firmID, employeeId.uuid, lastDay))
  }
}

package struct EmployeeReturn: Codable, Sendable, Versioned {
  package let employeeId: ID<Employee>
  package let version: Int
  package let restoredAssignments: Int
}

/// Undoes a leaving that was recorded by mistake, with the places that it ended.
package struct RejoinFirm: UseCase, AboutEmployee {
  package static let name = "employee.rejoin"
  package static let route = Route.post("/employees/{employeeId}/rejoin")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let employeeId: ID<Employee>
  package let reason: String

  package init(employeeId: ID<Employee>, reason: String) {
    self.employeeId = employeeId
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    problems.require(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> EmployeeReturn {
    let firmID = try session.firmID().uuid
    let employee = try await session.findEmployeeToChange(employeeId)
    guard let lastDay = employee.endsOn else { throw AppError.conflict("employee.has_not_left") }
    let ended = try await session.fetchAll(
      .assignmentsEndedByLeaving, firmID, employeeId.uuid)
    _ = try await session.pipeline([
      AssignmentRevision.call(
        for: ended.map { AssignmentRevision(assignment: $0, isVoid: false) }, firmID, session,
        reason: reason),
      Call(
        Command.reviseEmployments.statement,
        [
          firmID, [employeeId.uuid], [employee.startsOn], [nil as CalendarDate?],
          [nil as String?], session.now, session.principal.accountID.uuid, reason,
        ]),
    ])
    let restored = try await session.find(
      "employee", .restoredMemberships, employeeId.uuid,
      lastDay.adding(days: 1).midnightInVietnam)
    try await session.bumpEmployee(employee, code: nil)
    session.recordAudit(
      [employeeId.uuid] + ended.map(\.id),
      changes: [
        AuditChange("lastDay", before: lastDay.description, after: nil),
        AuditChange("rolesRestored", before: nil, after: "\(restored.roles)"),
      ],
      reason: reason)
    return EmployeeReturn(
      employeeId: employeeId, version: employee.version + 1, restoredAssignments: ended.count)
  }
}

/// How many roles of an account a leaving ended, or its undoing gave back.
struct ChangedMemberships: Decodable, Sendable {
  let roles: Int
}

extension Query<ChangedMemberships> {
  static var endedMemberships: Self { Query("employee.end_memberships") }
  static var restoredMemberships: Self { Query("employee.restore_memberships") }
}
