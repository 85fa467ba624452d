import Foundation
import Localization
import Workforce

/// Letting a person in: HR writes down under which name, and hands over a code that is shown once.
struct InvitationForms {
  private static let roles: [Role] = [.employee, .manager, .director, .hr]

  func mount(_ pages: PageRouter) {
    pages.get("/people/{employeeId}/invite") { visit in try await form(visit).page() }
    pages.post(showing: "/people/{employeeId}/invite") { visit, submission in
      try await invite(visit, submission)
    }
  }

  private func form(_ visit: Visit) async throws -> Form {
    guard visit.may(.invite), visit.may(.managePeople) else { throw AppError.forbidden }
    let address = try PersonAddress(visit)
    let person = try await visit.perform(ShowEmployee(employeeId: address.id))
    let choices = try await FirmChoices(visit)
    return Form(
      "people/invite",
      fields: [
        FormField("login", input: "login", value: person.email ?? ""),
        FormField(
          "role", input: "role", value: Role.employee.rawValue,
          choices: Self.roles.map { FormField.Choice($0.rawValue, visit.words[$0.wordKey]) }),
        FormField(
          "unit", input: "unitIds",
          value: PersonPlace(person, visit.today).present?.unitId.description ?? "",
          choices: [FormField.Choice("", visit.words["people.invite_whole_firm"])] + choices.units),
        FormField(
          "language", input: "language", value: AccountLanguage.vi.rawValue,
          choices: [
            FormField.Choice(AccountLanguage.vi.rawValue, "Tiếng Việt"),
            FormField.Choice(AccountLanguage.en.rawValue, "English"),
          ]),
      ],
      content: [
        "name": person.fullName, "subtitle": person.subtitle(visit.words, visit.today),
        "backURL": address.url, "action": "\(address.url)/invite",
      ], section: .people)
  }

  private func invite(_ visit: Visit, _ submission: Submission) async throws -> PageView {
    let form = try await form(visit)
    let person = try await visit.perform(
      ShowEmployee(employeeId: try PersonAddress(visit).id))
    let role = submission.text("role").flatMap { Role(rawValue: $0) } ?? .employee
    let unit: ID<Workforce.Unit>? =
      role == .manager ? submission.text("unit").flatMap { ID($0) } : nil
    let invitation = InvitePerson(
      login: submission.text("login") ?? "", displayName: person.fullName,
      language: submission.text("language").flatMap { AccountLanguage(rawValue: $0) },
      role: role, firmId: visit.principal.firmID, employeeId: person.id,
      unitIds: unit.map { [$0] }, providerId: nil, trainerId: nil, agencyId: nil)
    let issued: IssuedInvitation
    do {
      issued = try await visit.perform(invitation)
    } catch let error {
      guard error.code == .invalidInput || error.code == .conflict else { throw error }
      return form.page(refused: submission.body, error, visit.words)
    }
    let slip = InvitationSlip(
      name: person.fullName, login: submission.text("login") ?? "", role: role,
      place: visit.session.placeName ?? "",
      back: RecordLink(label: person.fullName, url: "/people/\(person.id)"),
      subtitle: person.subtitle(visit.words, visit.today))
    return slip.page(issued, visit, section: .people)
  }
}
