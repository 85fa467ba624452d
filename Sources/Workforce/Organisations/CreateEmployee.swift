import Foundation
import Postgres

/// Enters a person who works in the firm, with their first place when it is given.
package struct CreateEmployee: UseCase {
  package static let name = "employee.create"
  package static let route = Route.post("/employees")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let code: String
  package let fullName: String
  /// Nil takes the first word of the name.
  package let familyName: String?
  /// Nil takes the last word of the name.
  package let givenName: String?
  package let birthOn: CalendarDate?
  package let phone: String?
  package let email: String?
  package let startsOn: CalendarDate
  package let unitId: ID<Unit>?
  package let jobRoleId: ID<JobRole>?

  package init(
    code: String, fullName: String, familyName: String?, givenName: String?,
    birthOn: CalendarDate?, phone: String?, email: String?, startsOn: CalendarDate,
    unitId: ID<Unit>?, jobRoleId: ID<JobRole>?
  ) {
    self.code = code
    self.fullName = fullName
    self.familyName = familyName
    self.givenName = givenName
    self.birthOn = birthOn
    self.phone = phone
    self.email = email
    self.startsOn = startsOn
    self.unitId = unitId
    self.jobRoleId = jobRoleId
  }

  package func check(_ problems: inout Problems) {
    problems.checkEmployeeCode(code)
    problems.checkName(fullName, "fullName")
    problems.checkPhone(phone, "phone")
    problems.checkEmail(email, "email")
    if jobRoleId != nil, unitId == nil { problems.add("unitId", "employee.role_needs_unit") }
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let firmID = try session.firmID().uuid
    try session.requirePlausible(birthOn: birthOn, startsOn: startsOn)
    let values = try PersonValues(
      fullName: fullName, familyName: familyName, givenName: givenName, birthOn: birthOn,
      phone: phone, email: email)
    if let unitId { try await session.requirePlace(unitId, jobRoleId) }
    let id: ID<Employee> = session.newID()
    let account = session.principal.accountID.uuid
    var calls = [
      Call(
        Command.createEmployees.statement,
        [firmID, [id.uuid], [code.tidied], session.now, account]),
      Call(
        Command.createPeople.statement, [firmID] + PersonValues.binds([(id.uuid, values)])),
      Call(
        Command.reviseEmployments.statement,
        [
          firmID, [id.uuid], [startsOn], [nil as CalendarDate?], [nil as String?], session.now,
          account, nil as String?,
        ]),
    ]
    var subjects = [id.uuid]
    if let unitId {
      let assignmentID: ID<Assignment> = session.newID()
      subjects.append(assignmentID.uuid)
      calls.append(
        NewAssignment(
          id: assignmentID.uuid, employeeID: id.uuid, unitID: unitId.uuid,
          jobRoleID: jobRoleId?.uuid, startsOn: startsOn, endsOn: nil
        ).call(firmID, session, reason: nil))
    }
    _ = try await session.pipeline(calls)
    session.recordAudit(
      subjects,
      changes: [
        AuditChange("code", before: nil, after: code.tidied), .personal("fullName"),
        AuditChange("startsOn", before: nil, after: startsOn.description),
        AuditChange("unitId", before: nil, after: unitId?.description),
        AuditChange("jobRoleId", before: nil, after: jobRoleId?.description),
      ], reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}
