import Foundation
import Localization
import Workforce

/// The reader's own account: name and language, password, workplaces, and tokens for programs.
struct OwnAccountPages {
  private static let url = "/account"

  func mount(_ pages: PageRouter) {
    pages.get(Self.url) { visit in try await page(visit).view() }
    pages.recordForm("/account/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let present = try await visit.perform(ShowOwnAccount())
      let language = submission.text("language").flatMap { AccountLanguage(rawValue: $0) }
      _ = try await visit.change(
        ChangeOwnAccount(
          displayName: try submission.name("displayName", from: present.displayName),
          language: language?.rawValue == present.language ? nil : language),
        onVersion: submission.version)
      // The pages go on in the language that was chosen.
      let next = language.map { "/language/\($0.rawValue)?next=\(QueryText.encode(Self.url))" }
      return Landing(next ?? Self.url, flash: .done(visit.words["records.changed"]))
    }
    pages.recordForm("/account/password") { visit in
      password(visit)
    } submit: { visit, submission in
      let password = submission.text("newPassword") ?? ""
      guard password == submission.text("repeatPassword") ?? "" else {
        throw AppError.invalid("repeatPassword", "account.passwords_differ")
      }
      _ = try await visit.perform(
        ChangePassword(
          currentPassword: submission.text("currentPassword") ?? "", newPassword: password,
          token: visit.secret))
      return Landing(Self.url, flash: .done(visit.words["own_account.password_changed"]))
    }
    pages.revealingForm("/account/tokens/new") { visit in
      token(visit)
    } submit: { visit, submission in
      let made = try await visit.perform(try submission.decode(CreateAPIToken.self))
      return revealed(made, visit)
    }
    pages.recordForm("/account/tokens/{tokenId}/revoke") { visit in
      try await revoking(visit)
    } submit: { visit, _ in
      let id: ID<Account> = try visit.id("tokenId", "api_token")
      _ = try await visit.perform(RevokeAPIToken(tokenId: id.uuid))
      return Landing(Self.url, flash: .done(visit.words["own_account.token_revoked"]))
    }
  }

  private func back(_ words: Words) -> RecordLink {
    RecordLink(label: words["own_account.title"], url: Self.url)
  }

  private func page(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let account = try await visit.perform(ShowOwnAccount())
    let tokens = try await visit.perform(ListAPITokens()).items
    var page = RecordPage(words["own_account.title"], section: nil)
    page.subtitle = account.login
    page.facts = [
      RecordFact(term: words["accounts.name"], text: account.displayName),
      RecordFact(term: words["account.login"], text: account.login),
      RecordFact(
        term: words["app.language"], text: account.language == "en" ? "English" : "Tiếng Việt"),
    ]
    page.actions = [
      RecordLink(label: words["own_account.change"], url: "/account/change"),
      RecordLink(label: words["own_account.password"], url: "/account/password"),
    ]
    page.listings = [places(account, words), self.tokens(tokens, account, visit)]
    return page
  }

  private func places(_ account: OwnAccount, _ words: Words) -> RecordListing {
    var listing = RecordListing(
      words["own_account.places"],
      columns: [words["accounts.place"], words["people.invite_role"], words["app.status"]],
      rows: account.places.map { place in
        [
          RecordListing.Cell(place.name ?? words["accounts.installation"]),
          RecordListing.Cell(words[place.role.wordKey]),
          place.membershipId == account.membershipId
            ? .badge(words["account.current_place"], isOff: false) : "",
        ]
      }, empty: "")
    if account.places.count > 1 {
      listing.links = [RecordLink(label: words["account.switch_place"], url: "/places")]
    }
    return listing
  }

  private func tokens(
    _ tokens: [APITokenDetail], _ account: OwnAccount, _ visit: Visit
  ) -> RecordListing {
    let words = visit.words
    let now = visit.app.dependencies.now()
    let names = Dictionary(
      account.places.map {
        ($0.membershipId, "\($0.name ?? words["accounts.installation"]), \(words[$0.role.wordKey])")
      }, uniquingKeysWith: { first, _ in first })
    var listing = RecordListing(
      words["own_account.tokens"],
      columns: [
        words["own_account.token_label"], words["own_account.token_as"],
        words["own_account.made_at"], words["own_account.expires_at"], words["app.actions"],
      ],
      rows: tokens.map { token in
        var last = RecordListing.Cell("")
        if token.revokedAt != nil {
          last = .badge(words["own_account.revoked"], isOff: true)
        } else if token.expiresAt < now {
          last = .badge(words["own_account.expired"], isOff: true)
        } else {
          last = .links([
            RecordLink(
              label: words["own_account.revoke"],
              url: "/account/tokens/\(token.id.uuidString.lowercased())/revoke")
          ])
        }
        return [
          RecordListing.Cell(token.label),
          RecordListing.Cell(names[token.membershipId] ?? "–"),
          RecordListing.Cell(words.date(token.createdAt)),
          RecordListing.Cell(words.date(token.expiresAt)), last,
        ]
      }, empty: words["own_account.no_tokens"])
    listing.lead = words["own_account.tokens_lead"]
    listing.links = [
      RecordLink(label: words["own_account.add_token"], url: "/account/tokens/new")
    ]
    return listing
  }

  /// What is revoked does not come back, and programs stop working: it is asked first.
  private func revoking(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let id: ID<Account> = try visit.id("tokenId", "api_token")
    let found = try await visit.perform(ListAPITokens()).items.first { $0.id == id.uuid }
    guard let token = found, token.revokedAt == nil else { throw AppError.notFound("api_token") }
    var form = RecordForm(
      words["own_account.revoke"], back: back(words), action: "/account/tokens/\(id)/revoke",
      section: nil, fields: [])
    form.subtitle = token.label
    form.note = words["own_account.revoke_effect"]
    form.button = words["own_account.revoke"]
    form.isGrave = true
    return form
  }

  private func changing(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let account = try await visit.perform(ShowOwnAccount())
    return RecordForm(
      words["own_account.change"], back: back(words), action: "/account/change", section: nil,
      fields: [
        .hidden("version", "\(account.version)"),
        .text("displayName", words["accounts.name"], value: account.displayName),
        .language(words, account.language),
      ])
  }

  private func password(_ visit: Visit) -> RecordForm {
    let words = visit.words
    func field(_ name: String, _ label: String, _ hint: String, _ complete: String) -> FormField {
      .text(
        name, label, value: nil,
        FormField.Hints(
          hint: hint, type: "password", attributes: "autocomplete=\"\(complete)\""))
    }
    var form = RecordForm(
      words["own_account.password"], back: back(words), action: "/account/password",
      section: nil,
      fields: [
        field("currentPassword", words["own_account.current_password"], "", "current-password"),
        field(
          "newPassword", words["account.new_password"], words["account.new_password_hint"],
          "new-password"),
        field("repeatPassword", words["account.repeat_password"], "", "new-password"),
      ])
    form.note = words["own_account.password_effect"]
    return form
  }

  private func token(_ visit: Visit) -> RecordForm {
    let words = visit.words
    var form = RecordForm(
      words["own_account.add_token"], back: back(words), action: "/account/tokens/new",
      section: nil,
      fields: [
        .text(
          "label", words["own_account.token_label"], value: nil,
          .none.with(words["own_account.token_label_hint"])),
        .text(
          "lastsDays", words["own_account.token_days"], value: "90",
          FormField.Hints(type: "number", attributes: "class=\"short\" min=\"1\" max=\"366\"")),
      ])
    form.note =
      words[
        "own_account.token_effect",
        [
          "role": words[visit.principal.role.wordKey],
          "place": visit.session.placeName ?? words["accounts.installation"],
        ]]
    form.button = words["own_account.token_make"]
    return form
  }

  private func revealed(_ token: NewAPIToken, _ visit: Visit) -> PageView {
    let words = visit.words
    var page = RecordPage(words["own_account.token_made"], section: nil)
    page.crumbs = [back(words)]
    page.note = words["own_account.token_once"]
    page.facts = [
      RecordFact(term: words["own_account.token"], text: token.token),
      RecordFact(term: words["own_account.expires_at"], text: words.date(token.expiresAt)),
    ]
    page.actions = [RecordLink(label: words["app.back"], url: Self.url)]
    return page.view()
  }
}
