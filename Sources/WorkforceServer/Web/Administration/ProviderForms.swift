import Localization
import Workforce

/// Entering and changing a provider, its trainers and its rooms.
struct ProviderForms {
  func mount(_ pages: PageRouter) {
    pages.recordForm("/providers/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      let saved = try await visit.perform(try submission.decode(CreateProvider.self))
      return Landing(
        "/providers/\(ID<Provider>(saved.id))", flash: .done(visit.words["provider.added"]))
    }
    pages.recordForm("/providers/{providerId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let provider = try await Self.provider(visit)
      let phone = provider.phone.map { PhoneNumber.asDialled($0) }
      _ = try await visit.change(
        ChangeProvider(
          providerId: provider.id, name: try submission.name("name", from: provider.name),
          taxCode: submission.changed("taxCode", from: provider.taxCode),
          phone: submission.changed("phone", from: phone),
          email: submission.changed("email", from: provider.email),
          isActive: submission.use(from: provider.isActive)), onVersion: submission.version)
      return Landing(
        "/providers/\(provider.id)", flash: .done(visit.words["records.changed"]))
    }
    mountTrainers(pages)
    mountRooms(pages)
  }

  static func mayAdd(_ visit: Visit) -> Bool {
    switch visit.principal.role {
    case .officer, .administrator, .hr: true
    case .trainer, .manager, .director, .employee: false
    }
  }

  /// Whose trainers and rooms the caller keeps.
  static func mayKeep(_ provider: ProviderDetail, _ visit: Visit) -> Bool {
    let principal = visit.principal
    return switch principal.role {
    case .administrator: true
    case .officer: provider.provinceCode == principal.provinceCode
    case .trainer: provider.id == principal.providerID
    case .hr: provider.id.uuid == principal.firmID?.uuid
    case .manager, .director, .employee: false
    }
  }

  /// The provider of the address. Throws `forbidden` when the caller does not keep it.
  static func provider(_ visit: Visit) async throws -> ProviderDetail {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let provider = try await visit.perform(
      ShowProvider(providerId: try visit.id("providerId", "provider")))
    guard mayKeep(provider, visit) else { throw AppError.forbidden }
    return provider
  }

  static func link(_ id: ID<Provider>, _ name: String) -> RecordLink {
    RecordLink(label: name, url: "/providers/\(id)")
  }

  private func creating(_ visit: Visit) async throws -> RecordForm {
    guard Self.mayAdd(visit) else { throw AppError.forbidden }
    let words = visit.words
    let place = try await ProvinceChoice(visit, path: "/providers/new")
    var form = RecordForm(
      words["provider.add"], back: AdministrationTab.providers.link(visit), action: place.action,
      section: .administration,
      fields: [
        .text("name", words["provider.name"], value: nil),
        .text("code", words["structure.code"], value: nil, .code),
        .hidden("provinceCode", place.code),
      ] + contact(words, nil))
    form.subtitle = place.name
    form.choice = place.choice
    if visit.principal.role == .hr { form.note = words["provider.in_house_note"] }
    return form
  }

  private func changing(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let provider = try await Self.provider(visit)
    return RecordForm(
      words["provider.change"], back: Self.link(provider.id, provider.name),
      action: "/providers/\(provider.id)/change", section: .administration,
      fields: [
        .hidden("version", "\(provider.version)"),
        .text("name", words["provider.name"], value: provider.name),
      ] + contact(words, provider) + [.use(words, provider.isActive)])
  }

  private func contact(_ words: Words, _ provider: ProviderDetail?) -> [FormField] {
    [
      .text(
        "taxCode", words["firm.tax_code"], value: provider?.taxCode,
        FormField.Hints(
          attributes: "class=\"short\" inputmode=\"numeric\" autocomplete=\"off\"",
          isOptional: true)),
      .text(
        "phone", words["provider.phone"],
        value: provider?.phone.map { PhoneNumber.asDialled($0) },
        FormField.Hints(type: "tel", attributes: "class=\"short\"", isOptional: true)),
      .text(
        "email", words["provider.email"], value: provider?.email,
        FormField.Hints(type: "email", isOptional: true)),
    ]
  }
}

extension FormField {
  /// Whether a record is used any longer.
  static func use(_ words: Words, _ isActive: Bool) -> FormField {
    .select(
      "isActive", words["app.status"], value: "\(isActive)",
      choices: [
        FormField.Choice("true", words["records.in_use"]),
        FormField.Choice("false", words["records.not_used"]),
      ])
  }
}

extension Submission {
  /// Whether the record is used, when the form says otherwise than before.
  func use(from present: Bool) -> Bool? {
    guard let sent = text("isActive"), (sent == "true") != present else { return nil }
    return sent == "true"
  }

  /// A name that cannot be taken away; nil when it is as before.
  func name(_ field: String, from present: String) throws(AppError) -> String? {
    guard let name = text(field) else { throw .invalid(field, "field.required") }
    return name == present ? nil : name
  }
}
