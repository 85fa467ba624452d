import Foundation
import Postgres

/// A person's place in a unit, in a job role when one is given; the row is `kynang.assignment`.
package enum Assignment {}

/// The present revision of an assignment.
struct StandingAssignment: Decodable, Sendable {
  let id: UUID
  let employeeId: ID<Employee>
  var unitId: UUID
  var jobRoleId: UUID?
  var startsOn: CalendarDate
  /// The last day.
  var endsOn: CalendarDate?
}

extension Query<StandingAssignment> {
  static var assignment: Self { Query("assignment.show") }
  static var laterAssignments: Self { Query("employee.later_assignments") }
  static var assignmentsEndedByLeaving: Self { Query("employee.assignments_ended_by_leaving") }
}

struct NewAssignment: Sendable {
  let id: UUID
  let employeeID: UUID
  let unitID: UUID
  let jobRoleID: UUID?
  let startsOn: CalendarDate
  let endsOn: CalendarDate?

  func call(_ firmID: UUID, _ session: Session, reason: String?) -> Call {
    Self.call(for: [self], firmID, session, reason: reason)
  }

  static func call(
    for new: [NewAssignment], _ firmID: UUID, _ session: Session, reason: String?
  ) -> Call {
    Call(
      Command("assignment.create").statement,
      [
        firmID, new.map(\.id), new.map(\.employeeID), new.map(\.unitID), new.map(\.jobRoleID),
        new.map(\.startsOn), new.map(\.endsOn), session.now, session.principal.accountID.uuid,
        reason,
      ])
  }
}

/// A new revision of an assignment.
struct AssignmentRevision: Sendable {
  let assignment: StandingAssignment
  let isVoid: Bool

  /// The assignment with its last day before `day`; taken back when it would not have begun by then.
  static func ending(_ assignment: StandingAssignment, before day: CalendarDate) -> Self {
    guard assignment.startsOn < day else { return Self(assignment: assignment, isVoid: true) }
    var ended = assignment
    ended.endsOn = day.adding(days: -1)
    return Self(assignment: ended, isVoid: false)
  }

  static func call(
    for revisions: [AssignmentRevision], _ firmID: UUID, _ session: Session, reason: String?
  ) -> Call {
    Call(
      Command("assignment.revise").statement,
      [
        firmID, revisions.map(\.assignment.id), revisions.map(\.assignment.unitId),
        revisions.map(\.assignment.jobRoleId), revisions.map(\.assignment.startsOn),
        revisions.map(\.assignment.endsOn), revisions.map(\.isVoid), session.now,
        session.principal.accountID.uuid, reason,
      ])
  }
}

struct JobRoleID: Decodable, Sendable {
  let id: UUID
}

extension Query<JobRoleID> {
  static var activeJobRole: Self { Query("job_role.exists") }
}

extension Session {
  /// Throws `invalidInput` unless unit and job role are the firm's own.
  func requirePlace(_ unitID: ID<Unit>, _ jobRoleID: ID<JobRole>?) async throws {
    _ = try await requireUnit(unitID, field: "unitId")
    guard let jobRoleID else { return }
    guard try await fetchOne(.activeJobRole, try firmID().uuid, jobRoleID.uuid) != nil else {
      throw AppError.invalid("jobRoleId", "job_role.unknown")
    }
  }

  /// Throws `invalidInput` unless the days lie within the employment.
  func requireWithinEmployment(
    _ employee: EmployeeRow, from: CalendarDate, to: CalendarDate?
  ) throws(AppError) {
    guard from >= employee.startsOn else {
      throw .invalid("from", "assignment.before_employment")
    }
    guard let last = employee.endsOn else { return }
    guard from <= last, let to, to <= last else {
      throw .invalid("to", "assignment.after_employment")
    }
  }
}
