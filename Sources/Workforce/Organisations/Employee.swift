import Foundation
import Postgres

package enum EmployeeStatus: String, Codable, Sendable, CaseIterable {
  /// Works in the firm on the day asked for.
  case present
  case left
  /// Starts later.
  case coming
}

/// One row of the list of people.
package struct EmployeeSummary: Codable, Sendable {
  package let id: ID<Employee>
  package let code: String
  package let fullName: String
  package let familyName: String
  package let middleName: String
  package let givenName: String
  /// The longest-standing of the places on the day asked for; nil without one.
  package let unitId: ID<Unit>?
  package let unitName: String?
  package let jobRoleId: ID<JobRole>?
  package let jobRoleTitle: LocalizedText?
  package let placeCount: Int
  package let startsOn: CalendarDate
  /// The last day at work; nil when none is known.
  package let endsOn: CalendarDate?
  package let status: EmployeeStatus
  package let version: Int
}

extension Query<EmployeeSummary> {
  static var employees: Self { Query("employee.list") }
}

/// One employee as the database has them.
struct EmployeeRow: Decodable, Sendable {
  let id: ID<Employee>
  let code: String
  let version: Int
  let fullName: String
  let familyName: String
  let middleName: String
  let givenName: String
  let birthOn: CalendarDate?
  let phone: String?
  let email: String?
  let isErased: Bool
  let startsOn: CalendarDate
  let endsOn: CalendarDate?
  let leavingReason: String?

  var values: PersonValues {
    PersonValues(
      fullName: fullName, familyName: familyName, middleName: middleName, givenName: givenName,
      birthOn: birthOn, phone: phone, email: email)
  }

  func status(on day: CalendarDate) -> EmployeeStatus {
    if startsOn > day { return .coming }
    if let endsOn, endsOn < day { return .left }
    return .present
  }
}

extension Query<EmployeeRow> {
  static var employee: Self { Query("employee.show") }
}

extension Session {
  /// An employee in the caller's sight. Throws `notFound` otherwise, so that nobody outside of it is
  /// even confirmed.
  func findEmployee(_ id: ID<Employee>) async throws -> EmployeeRow {
    let found = try await fetchOne(
      .employee, try firmID().uuid, id.uuid, today, principal.unitScope)
    guard let found else { throw try await missingEmployee(id) }
    return found
  }

  /// An employee whose record is to be changed, on the version that the caller saw.
  func findEmployeeToChange(_ id: ID<Employee>) async throws -> EmployeeRow {
    let employee = try await findEmployee(id)
    try requireVersion(employee.version)
    guard !employee.isErased else { throw AppError.conflict("employee.erased") }
    return employee
  }

  /// - Parameter code: nil leaves it.
  /// Throws `conflict` when somebody changed the record meanwhile.
  func bumpEmployee(_ employee: EmployeeRow, code: String?) async throws {
    let changed = try await execute(
      .bumpEmployees, try firmID().uuid, [employee.id.uuid], [employee.version], [code])
    guard changed == 1 else { throw AppError.conflict("error.changed_meanwhile") }
  }
}
