import Foundation
import Postgres

/// One assignment that stands, whenever it holds.
package struct AssignmentDetail: Codable, Sendable {
  package let id: ID<Assignment>
  package let unitId: ID<Unit>
  package let unitName: String
  package let jobRoleId: ID<JobRole>?
  package let jobRoleTitle: LocalizedText?
  package let startsOn: CalendarDate
  /// The last day; nil when none is known.
  package let endsOn: CalendarDate?
  /// Above 1 when it was corrected or ended.
  package let revision: Int
  package let reason: String?
}

package struct EmployeeDetail: Codable, Sendable, Versioned {
  package let id: ID<Employee>
  package let code: String
  package let version: Int
  package let fullName: String
  package let familyName: String
  package let middleName: String
  package let givenName: String
  /// Nil for anyone but HR, as phone and e-mail.
  package let birthOn: CalendarDate?
  package let phone: String?
  package let email: String?
  package let isErased: Bool
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate?
  package let leavingReason: String?
  package let status: EmployeeStatus
  /// Latest first.
  package let assignments: [AssignmentDetail]
}

extension Query<AssignmentDetail> {
  static var employeeAssignments: Self { Query("employee.assignments") }
}

/// One person with their places, present and past.
package struct ShowEmployee: UseCase, AboutEmployee {
  package static let name = "employee.show"
  package static let route = Route.get("/employees/{employeeId}")
  package static let permission = Permission.readPeople
  package static let access = Access.readPersons

  package let employeeId: ID<Employee>

  package init(employeeId: ID<Employee>) {
    self.employeeId = employeeId
  }

  package func run(in session: Session) async throws -> EmployeeDetail {
    let firmID = try session.firmID().uuid
    let results = try await session.pipeline([
      Call(
        Query<EmployeeRow>.employee.statement,
        [firmID, employeeId.uuid, session.today, session.principal.unitScope]),
      Call(Query<AssignmentDetail>.employeeAssignments.statement, [firmID, employeeId.uuid]),
    ])
    guard let employee = try results[0].decode(EmployeeRow.self).first else {
      throw try await session.missingEmployee(employeeId)
    }
    let isContactShown = session.principal.role == .hr
    return EmployeeDetail(
      id: employee.id, code: employee.code, version: employee.version,
      fullName: employee.fullName, familyName: employee.familyName,
      middleName: employee.middleName, givenName: employee.givenName,
      birthOn: isContactShown ? employee.birthOn : nil,
      phone: isContactShown ? employee.phone : nil, email: isContactShown ? employee.email : nil,
      isErased: employee.isErased, startsOn: employee.startsOn, endsOn: employee.endsOn,
      leavingReason: isContactShown ? employee.leavingReason : nil,
      status: employee.status(on: session.today),
      assignments: try results[1].decode(AssignmentDetail.self))
  }
}

/// One revision of a person's employment or of one of their assignments.
package struct EmployeeHistoryEntry: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable { case employment, assignment }

  package let kind: Kind
  package let id: UUID
  package let revision: Int
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?
  package let startsOn: CalendarDate?
  package let endsOn: CalendarDate?
  package let isVoid: Bool
  package let reason: String?
  package let recordedAt: Date
  package let recordedBy: ID<Account>
}

extension Query<EmployeeHistoryEntry> {
  static var employeeHistory: Self { Query("employee.history") }
}

/// What was recorded of a person's employment and places, in the order of recording.
package struct ShowEmployeeHistory: UseCase, AboutEmployee {
  package static let name = "employee.history"
  package static let route = Route.get("/employees/{employeeId}/history")
  package static let permission = Permission.readPeople
  package static let access = Access.readPersons

  package let employeeId: ID<Employee>

  package init(employeeId: ID<Employee>) {
    self.employeeId = employeeId
  }

  package func run(in session: Session) async throws -> EmployeeHistory {
    let employee = try await session.findEmployee(employeeId)
    return EmployeeHistory(
      entries: try await session.fetchAll(
        .employeeHistory, try session.firmID().uuid, employee.id.uuid))
  }
}

package struct EmployeeHistory: Codable, Sendable {
  package let entries: [EmployeeHistoryEntry]
}
