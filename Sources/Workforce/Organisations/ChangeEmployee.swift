import Foundation
import Postgres

/// Changes the code or the personal values of an employee, or corrects the first day at work.
package struct ChangeEmployee: UseCase, AboutEmployee {
  package static let name = "employee.change"
  package static let route = Route.patch("/employees/{employeeId}")
  package static let permission = Permission.managePeople
  package static let access = Access.write

  package let employeeId: ID<Employee>
  package let code: String?
  package let fullName: String?
  package let familyName: String?
  package let givenName: String?
  package let birthOn: CalendarDate?
  /// Empty takes the number away.
  package let phone: String?
  /// Empty takes the address away.
  package let email: String?
  package let startsOn: CalendarDate?
  package let reason: String?

  package init(
    employeeId: ID<Employee>, code: String?, fullName: String?, familyName: String?,
    givenName: String?, birthOn: CalendarDate?, phone: String?, email: String?,
    startsOn: CalendarDate?, reason: String?
  ) {
    self.employeeId = employeeId
    self.code = code
    self.fullName = fullName
    self.familyName = familyName
    self.givenName = givenName
    self.birthOn = birthOn
    self.phone = phone
    self.email = email
    self.startsOn = startsOn
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if let code { problems.checkEmployeeCode(code) }
    if let fullName { problems.checkName(fullName, "fullName") }
    if fullName == nil, familyName != nil || givenName != nil {
      problems.add("fullName", "employee.parts_need_name")
    }
    problems.checkPhone(phone, "phone")
    problems.checkEmail(email, "email")
    problems.bound(reason, "reason", limit: 500)
    if startsOn != nil { problems.require(reason ?? "", "reason", limit: 500) }
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let firmID = try session.firmID().uuid
    let employee = try await session.findEmployeeToChange(employeeId)
    try session.requirePlausible(birthOn: birthOn, startsOn: startsOn)
    let values = try changed(employee.values)
    var calls: [Call] = []
    if values != employee.values {
      calls.append(
        Call(
          Command.changePeople.statement,
          [firmID] + PersonValues.binds([(employeeId.uuid, values)])))
    }
    if values.fullName != employee.fullName {
      calls.append(
        Call(
          Command.renameEnrolments.statement, [firmID, [employeeId.uuid], [values.fullName]]))
    }
    if let startsOn, startsOn != employee.startsOn {
      guard employee.endsOn.map({ startsOn <= $0 }) ?? true else {
        throw AppError.invalid("startsOn", "employee.starts_after_leaving")
      }
      calls.append(
        Call(
          Command.reviseEmployments.statement,
          [
            firmID, [employeeId.uuid], [startsOn], [employee.endsOn], [employee.leavingReason],
            session.now, session.principal.accountID.uuid, reason,
          ]))
    }
    _ = try await session.pipeline(calls)
    try await session.bumpEmployee(employee, code: code?.tidied)
    session.recordAudit(
      [employeeId.uuid],
      changes: AuditChange.changes([
        ("code", employee.code, code?.tidied),
        ("startsOn", employee.startsOn.description, startsOn?.description),
      ]) + values.changes(from: employee.values).map(AuditChange.personal), reason: reason)
    return SavedRecord(id: employeeId.uuid, version: employee.version + 1)
  }

  private func changed(_ present: PersonValues) throws(AppError) -> PersonValues {
    var values = present
    if let fullName {
      try values.rename(fullName, familyName: familyName, givenName: givenName)
    }
    if let birthOn { values.birthOn = birthOn }
    if let phone { values.phone = try PersonValues.phone(phone) }
    if let email { values.email = EmailAddress(email)?.text }
    return values
  }
}

extension PersonValues {
  /// The fields that differ, by the names of the input.
  func changes(from before: PersonValues) -> [String] {
    var fields: [String] = []
    if fullName != before.fullName || familyName != before.familyName
      || givenName != before.givenName
    {
      fields.append("fullName")
    }
    if birthOn != before.birthOn { fields.append("birthOn") }
    if phone != before.phone { fields.append("phone") }
    if email != before.email { fields.append("email") }
    return fields
  }
}

extension Command {
  static var renameEnrolments: Command { Command("enrolment.rename") }
}
