import Foundation
import Localization
import Workforce

/// Letting in the first people of a firm, a provider or an agency: a code that is shown once, on a slip or as a link.
struct SetupInvitation {
  func mount(_ pages: PageRouter) {
    pages.get("/setup/invite") { visit in try await form(visit).page() }
    pages.post(showing: "/setup/invite") { visit, submission in
      try await invite(visit, submission)
    }
  }

  /// Whom the address invites, and to what.
  private struct Invited {
    let role: Role
    let place: String
    /// The name that a trainer goes by.
    let name: String?
    let ids: [String: String]
  }

  private func invited(_ visit: Visit) async throws -> Invited {
    guard visit.may(.manageProvince), let role = visit.text("role").flatMap(Role.init(rawValue:))
    else { throw AppError.notFound("page") }
    switch role {
    case .hr, .director:
      guard let id = visit.text("firm").flatMap({ ID<Firm>($0) }) else { break }
      let firm = try await visit.perform(ShowFirm(firmId: id))
      return Invited(role: role, place: firm.name, name: nil, ids: ["firmId": id.description])
    case .trainer:
      guard let id = visit.text("trainer").flatMap({ ID<Trainer>($0) }) else { break }
      let trainer = try await visit.perform(ShowTrainer(trainerId: id))
      return Invited(
        role: role, place: trainer.providerName, name: trainer.displayName,
        ids: ["trainerId": id.description, "providerId": trainer.providerId.description])
    case .officer:
      guard let id = visit.text("agency").flatMap({ ID<Agency>($0) }) else { break }
      let agency = try await visit.perform(ShowAgency(agencyId: id))
      return Invited(role: role, place: agency.name, name: nil, ids: ["agencyId": id.description])
    case .manager, .employee, .administrator: break
    }
    throw AppError.notFound("page")
  }

  private func form(_ visit: Visit) async throws -> Form {
    let invited = try await invited(visit)
    let words = visit.words
    return Form(
      "setup/form",
      fields: [
        .text("displayName", words, value: invited.name ?? "", isRequired: true),
        .text("login", words, hint: words["setup.login_hint"], isRequired: true),
        .choice(
          "language", words,
          [
            FormField.Choice(AccountLanguage.vi.rawValue, "Tiếng Việt"),
            FormField.Choice(AccountLanguage.en.rawValue, "English"),
          ], value: AccountLanguage.vi.rawValue),
      ],
      content: [
        "formTitle": words["setup.invite_\(invited.role.rawValue)"], "subtitle": invited.place,
        "backURL": "/setup", "backTitle": words["setup.title"],
      ], section: .setup)
  }

  private func invite(_ visit: Visit, _ submission: Submission) async throws -> PageView {
    let invited = try await invited(visit)
    let form = try await form(visit)
    let issued: IssuedInvitation
    do {
      issued = try await visit.perform(
        try Submission(body: submission.body, form: form, path: [:]).decode(
          InvitePerson.self,
          extra: invited.ids.merging(["role": invited.role.rawValue]) { $1 }))
    } catch let error as AppError where error.code == .invalidInput || error.code == .conflict {
      return form.page(refused: submission.body, error, visit.words)
    }
    var content: PageContent = [
      "name": submission.text("displayName") ?? "", "subtitle": invited.place,
      "backURL": "/setup", "code": issued.code, "login": submission.text("login") ?? "",
      "role": visit.words[invited.role.wordKey], "place": invited.place,
      "link": "/invitation/\(QueryText.encode(issued.code))",
      "expires": visit.words.date(issued.expiresAt),
    ]
    if issued.hasPassword { content["hasPassword"] = true }
    return PageView("people/invited", content, section: .setup)
  }
}
