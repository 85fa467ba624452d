import Localization
import Workforce

/// Where an installation begins: firms, training providers with their trainers, agencies, and letting the first
/// people of each in.
struct SetupPages {
  func mount(_ pages: PageRouter) {
    pages.get("/setup") { visit in
      PageView("setup/setup", try await content(visit), section: .setup)
    }
    pages.form("/setup/firms/new") { visit in
      try await firm(visit)
    } submit: { visit, submission in
      let sector = submission.text("vsicSection") ?? ""
      let version = try await visit.perform(ListSectors(asOf: nil)).first { $0.section == sector }
      _ = try await visit.perform(
        try submission.decode(CreateFirm.self, extra: ["vsicVersion": version?.version ?? ""]))
      return Landing("/setup#firms", flash: .done(visit.words["setup.firm_added"]))
    }
    pages.form("/setup/providers/new") { visit in
      try await provider(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CreateProvider.self))
      return Landing("/setup#providers", flash: .done(visit.words["setup.provider_added"]))
    }
    pages.form("/setup/trainers/new") { visit in
      try await trainer(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CreateTrainer.self))
      return Landing("/setup#providers", flash: .done(visit.words["setup.trainer_added"]))
    }
    pages.form("/setup/agencies/new") { visit in
      try await agency(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CreateAgency.self))
      return Landing("/setup#agencies", flash: .done(visit.words["setup.agency_added"]))
    }
    SetupInvitation().mount(pages)
  }

  private func content(_ visit: Visit) async throws -> PageContent {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let province = visit.principal.role == .officer ? visit.principal.provinceCode : nil
    let firms = try await visit.perform(
      ListFirms(
        search: visit.text("search"), provinceCode: province, vsicSection: nil, communeCode: nil,
        isActive: true, after: nil, limit: 100)
    ).items
    let providers = try await visit.perform(
      ListProviders(
        search: nil, provinceCode: province, isActive: true, after: nil, limit: 100)
    ).items
    let trainers = try await visit.perform(
      ListTrainers(providerId: nil, isActive: true, after: nil, limit: 500)
    ).items
    var content: PageContent = [
      "search": ["value": visit.text("search") ?? ""] as PageContent, "hasFirms": !firms.isEmpty,
      "firms": firms.map { firm -> PageContent in
        [
          "name": firm.name, "code": firm.code, "taxCode": firm.taxCode ?? "",
          "inviteURL": "/setup/invite?role=hr&firm=\(firm.id)",
        ]
      },
      "hasProviders": !providers.isEmpty,
      "providers": providers.map { provider -> PageContent in
        [
          "name": provider.name, "code": provider.code,
          "addURL": "/setup/trainers/new?provider=\(provider.id)",
          "trainers": trainers.filter { $0.providerId == provider.id }.map {
            trainer -> PageContent in
            [
              "name": trainer.displayName,
              "inviteURL":
                "/setup/invite?role=trainer&provider=\(provider.id)&trainer=\(trainer.id)",
            ]
          },
        ]
      },
    ]
    guard visit.may(.manageInstallation) else { return content }
    let agencies = try await visit.perform(
      ListAgencies(provinceCode: nil, after: nil, limit: 100)
    ).items
    content["managesAgencies"] = true
    content["hasAgencies"] = !agencies.isEmpty
    content["agencies"] = agencies.map { agency -> PageContent in
      [
        "name": agency.name, "code": agency.code,
        "inviteURL": "/setup/invite?role=officer&agency=\(agency.id)",
      ]
    }
    return content
  }

  private func firm(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let words = visit.words
    let sectors = try await visit.perform(ListSectors(asOf: nil)).map {
      FormField.Choice($0.section, "\($0.section) · \($0.name.text(english: words.isEnglish))")
    }
    return plain(
      visit, title: "setup.new_firm",
      [
        .text("code", words, isRequired: true), .text("name", words, isRequired: true),
        .text("taxCode", words, hint: words["setup.tax_code_hint"]),
        .choice("vsicSection", words, sectors, value: ""),
        try await provinceField(visit),
      ])
  }

  private func provider(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let words = visit.words
    return plain(
      visit, title: "setup.new_provider",
      [
        .text("code", words, isRequired: true), .text("name", words, isRequired: true),
        .text("taxCode", words), try await provinceField(visit), .text("phone", words),
        .text("email", words),
      ])
  }

  private func trainer(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageProvince) else { throw AppError.forbidden }
    let words = visit.words
    let providers = try await visit.perform(
      ListProviders(search: nil, provinceCode: nil, isActive: true, after: nil, limit: 200)
    ).items.map { FormField.Choice($0.id.description, $0.name) }
    return plain(
      visit, title: "setup.new_trainer",
      [
        .choice("providerId", words, providers, value: visit.text("provider") ?? ""),
        .text("code", words, isRequired: true), .text("displayName", words, isRequired: true),
      ])
  }

  private func agency(_ visit: Visit) async throws -> Form {
    guard visit.may(.manageInstallation) else { throw AppError.forbidden }
    let words = visit.words
    return plain(
      visit, title: "setup.new_agency",
      [
        .text("code", words, isRequired: true), .text("name", words, isRequired: true),
        try await provinceField(visit),
      ])
  }

  /// An officer works in one province; an administrator chooses.
  private func provinceField(_ visit: Visit) async throws -> FormField {
    let own = visit.principal.provinceCode
    let provinces = try await visit.perform(ListProvinces(search: nil)).filter {
      own == nil || $0.code == own
    }.map {
      FormField.Choice($0.code, $0.name.text(english: visit.words.isEnglish))
    }
    return .choice("provinceCode", visit.words, provinces, value: own ?? "56")
  }

  private func plain(_ visit: Visit, title: String, _ fields: [FormField]) -> Form {
    Form(
      "setup/form", fields: fields,
      content: [
        "formTitle": visit.words[title], "backURL": "/setup",
        "backTitle": visit.words["setup.title"],
      ], section: .setup)
  }
}
