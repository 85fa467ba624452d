import CivilCalendar
import Workforce

/// A name in the three fields of the form.
struct PersonNameParts {
  let family: String
  let middle: String
  let given: String

  init(family: String, middle: String, given: String) {
    self.family = family
    self.middle = middle
    self.given = given
  }

  init(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    family = words.count > 1 ? words[0] : ""
    middle = words.dropFirst().dropLast().joined(separator: " ")
    given = words.last ?? ""
  }
}

/// What the form about a person sent.
struct PersonValuesSent {
  private struct Fields: Decodable {
    let code: String
    let startsOn: CalendarDate
    let birthOn: CalendarDate?
    let unitId: ID<Workforce.Unit>?
    let jobRoleId: ID<JobRole>?
  }

  private let fields: Fields
  private let family: String
  private let middle: String
  private let given: String
  private let phone: String
  private let email: String
  private let reason: String?

  init(_ submission: Submission) throws {
    fields = try submission.decode(
      Fields.self, extra: ["code": submission.text("code") ?? ""])
    family = submission.text("familyName") ?? ""
    middle = submission.text("middleName") ?? ""
    given = submission.text("givenName") ?? ""
    phone = submission.text("phone") ?? ""
    email = submission.text("email") ?? ""
    reason = submission.text("reason")
  }

  var fullName: String {
    [family, middle, given].filter { !$0.isEmpty }.joined(separator: " ")
  }

  func creating() throws(AppError) -> CreateEmployee {
    try requireNames()
    return CreateEmployee(
      code: fields.code, fullName: fullName, familyName: family.isEmpty ? nil : family,
      givenName: given, birthOn: fields.birthOn, phone: phone.isEmpty ? nil : phone,
      email: email.isEmpty ? nil : email, startsOn: fields.startsOn, unitId: fields.unitId,
      jobRoleId: fields.jobRoleId)
  }

  /// Only what differs, because a correction of the first day needs a reason.
  func changing(_ present: EmployeeDetail) throws(AppError) -> ChangeEmployee {
    try requireNames()
    let isRenamed =
      family != present.familyName || middle != present.middleName || given != present.givenName
    return ChangeEmployee(
      employeeId: present.id, code: fields.code == present.code ? nil : fields.code,
      fullName: isRenamed ? fullName : nil,
      familyName: isRenamed && !family.isEmpty ? family : nil, givenName: isRenamed ? given : nil,
      birthOn: fields.birthOn == present.birthOn ? nil : fields.birthOn,
      phone: phone == present.phone ?? "" ? nil : phone,
      email: email == present.email ?? "" ? nil : email,
      startsOn: fields.startsOn == present.startsOn ? nil : fields.startsOn, reason: reason)
  }

  /// Both at once: a form that was sent empty lacks both.
  private func requireNames() throws(AppError) {
    let missing = [("givenName", given), ("code", fields.code)]
      .filter { $0.1.allSatisfy(\.isWhitespace) }
    guard missing.isEmpty else {
      throw .invalid(
        missing.map { FieldError(field: $0.0, rule: "field.required", parameters: [:]) })
    }
  }

  /// What the use case says of the whole name is marked where the given name is, and a code that is
  /// taken where the code is.
  static func naming<Output>(
    _ action: () async throws(AppError) -> Output
  ) async throws(AppError) -> Output {
    do {
      return try await action()
    } catch let error {
      if error.rule == "constraint.an_employee_code_is_unique_within_a_firm" {
        throw AppError.invalid("code", error.rule, error.parameters)
      }
      throw AppError(
        error.code, error.rule, error.parameters,
        fieldErrors: error.fieldErrors.map { problem in
          FieldError(
            field: problem.field == "fullName" ? "givenName" : problem.field, rule: problem.rule,
            parameters: problem.parameters)
        })
    }
  }
}
