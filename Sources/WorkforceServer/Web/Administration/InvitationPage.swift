import Localization
import Workforce

/// Inviting somebody to be something: under which name, as what, and where.
struct InvitationPage {
  private static let path = "/accounts/new"

  func mount(_ pages: PageRouter) {
    pages.revealingForm(Self.path) { visit in
      try await form(visit)
    } submit: { visit, submission in
      try await invite(visit, submission)
    }
  }

  private func form(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let scope = try await MembershipScopeForm(visit, path: Self.path)
    var form = RecordForm(
      words["accounts.invite_as", ["role": words[scope.role.wordKey]]],
      back: AdministrationTab.accounts.link(visit), action: scope.action(Self.path),
      section: .administration,
      fields: scope.fields + [
        .text("displayName", words["accounts.name"], value: scope.name),
        .text(
          "login", words["account.login"], value: nil,
          FormField.Hints(
            hint: words["people.invite_login_hint"],
            attributes: "autocomplete=\"off\" autocapitalize=\"none\" spellcheck=\"false\"")),
        .language(words, AccountLanguage.vi.rawValue),
      ])
    form.note = words["people.invite_effect"]
    form.button = words["people.invite_make"]
    form.choice = scope.choice
    return form
  }

  private func invite(_ visit: Visit, _ submission: Submission) async throws -> PageView {
    let form = try await MembershipScopeForm(visit, path: Self.path)
    let scope = try await form.scope(submission)
    let login = submission.text("login") ?? ""
    let name = submission.text("displayName") ?? ""
    let issued = try await visit.perform(
      InvitePerson(
        login: login, displayName: name,
        language: submission.text("language").flatMap { AccountLanguage(rawValue: $0) },
        role: form.role, firmId: scope.firmId, employeeId: nil, unitIds: scope.unitIds,
        providerId: scope.providerId, trainerId: scope.trainerId, agencyId: scope.agencyId))
    let slip = InvitationSlip(
      name: name, login: login, role: form.role,
      place: try await AccountMemberships.place(of: issued, visit),
      back: AdministrationTab.accounts.link(visit))
    return slip.page(issued, visit, section: .administration)
  }
}

extension FormField {
  static func language(_ words: Words, _ value: String) -> FormField {
    .select(
      "language", words["app.language"], value: value,
      choices: [
        FormField.Choice(AccountLanguage.vi.rawValue, "Tiếng Việt"),
        FormField.Choice(AccountLanguage.en.rawValue, "English"),
      ])
  }
}
