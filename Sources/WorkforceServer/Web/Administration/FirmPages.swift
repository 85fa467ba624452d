import Localization
import Workforce

/// Firms: found, entered, shown and changed.
struct FirmPages {
  func mount(_ pages: PageRouter) {
    pages.get("/firms") { visit in try await list(visit).view() }
    pages.recordForm("/firms/new") { visit in
      try await FirmForm(visit).creating()
    } submit: { visit, submission in
      let saved = try await visit.perform(
        try submission.decode(CreateFirm.self, extra: FirmForm.sector(submission)))
      return Landing("/firms/\(ID<Firm>(saved.id))", flash: .done(visit.words["firm.added"]))
    }
    pages.get("/firms/{firmId}") { visit in try await firm(visit).view() }
    pages.recordForm("/firms/{firmId}/change") { visit in
      try await FirmForm(visit).changing()
    } submit: { visit, submission in
      let form = try await FirmForm(visit)
      _ = try await visit.change(
        try await form.change(submission), onVersion: submission.version)
      return Landing(
        "/firms/\(try FirmForm.id(visit))", flash: .done(visit.words["records.changed"]))
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let sectors = try await SectorChoices(visit)
    let isActive: Bool? = visit.text("which") == "all" ? nil : true
    let found = try await visit.perform(
      ListFirms(
        search: visit.text("search"), provinceCode: nil, vsicSection: visit.text("sector"),
        communeCode: nil, isActive: isActive, after: visit.text("after"), limit: nil))
    // Firms of one page are of one province, or of a few.
    var communes: [String: PlaceNames] = [:]
    for province in Set(found.items.map(\.provinceCode)) {
      communes[province] = try await PlaceNames(province, visit)
    }
    var page = AdministrationTab.firms.page(visit)
    page.filter = RecordFilter(
      visit, action: "/firms",
      fields: [
        .search(words["officer.find_firm"], visit),
        .select(
          "sector", words["overview.sector"], value: visit.text("sector"),
          choices: [FormField.Choice("", words["app.all"])] + sectors.letters, .optional),
        .select(
          "which", words["app.status"], value: visit.text("which"),
          choices: [
            FormField.Choice("", words["firm.taking_part"]),
            FormField.Choice("all", words["app.all"]),
          ], .optional),
      ])
    var listing = RecordListing(
      words["administration.tab_firms"],
      columns: [
        words["firm.name"], words["firm.tax_code"], words["overview.sector"],
        words["officer.commune"], words["app.status"],
      ], rows: found.items.map { row($0, sectors, communes[$0.provinceCode], words) },
      empty: words["firm.none"])
    if visit.may(.manageProvince) {
      listing.links = [RecordLink(label: words["firm.add"], url: "/firms/new", isMain: true)]
    }
    listing.downloads = visit.downloads(
      "firm.list",
      [
        "search": visit.text("search"), "vsicSection": visit.text("sector"),
        "isActive": isActive.map { "\($0)" },
      ])
    page.listings = [listing]
    page.pager = visit.pager("/firms", shown: found.items.count, next: found.next)
    return page
  }

  private func row(
    _ firm: FirmDetail, _ sectors: SectorChoices, _ places: PlaceNames?, _ words: Words
  ) -> [RecordListing.Cell] {
    [
      .link(firm.name, "/firms/\(firm.id)", note: firm.code),
      RecordListing.Cell(firm.taxCode ?? words["firm.household"]),
      RecordListing.Cell(sectors.name(firm.vsicSection, of: firm.vsicVersion)),
      RecordListing.Cell(firm.communeCode.map { places?.commune($0) ?? $0 } ?? "–"),
      firm.isActive
        ? RecordListing.Cell(words["firm.taking_part"])
        : .badge(words["firm.not_taking_part"], isOff: true),
    ]
  }

  private func firm(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let firm = try await visit.perform(ShowFirm(firmId: try FirmForm.id(visit)))
    let isOwn = firm.id == visit.principal.firmID
    var page =
      isOwn
      ? AdministrationTab.ownFirm.page(visit) : RecordPage(firm.name, section: .administration)
    page.subtitle = isOwn ? firm.name : firm.code
    if !isOwn { page.crumbs = [AdministrationTab.firms.link(visit)] }
    page.facts = try await FirmFacts(firm, visit).facts
    if visit.may(.manageProvince) || (isOwn && visit.may(.manageOrganisation)) {
      page.actions.append(
        RecordLink(label: words["firm.change"], url: "/firms/\(firm.id)/change"))
    }
    if !isOwn, visit.may(.invite) {
      page.actions.append(
        RecordLink(
          label: words["firm.invite_hr"], url: "/accounts/new?role=hr&firm=\(firm.id)",
          isMain: true))
    }
    if visit.may(.manageAccounts) {
      page.actions.append(
        RecordLink(label: words["firm.accounts"], url: "/accounts?firm=\(firm.id)"))
    }
    if visit.may(.readAudit) {
      page.actions.append(
        RecordLink(
          label: words["administration.tab_audit"],
          url: isOwn ? "/audit" : "/audit?firm=\(firm.id)"))
    }
    return page
  }
}

/// What is known of a firm, in words.
private struct FirmFacts {
  let facts: [RecordFact]

  init(_ firm: FirmDetail, _ visit: Visit) async throws {
    let words = visit.words
    let places = try await PlaceNames(firm.provinceCode, visit)
    let sectors = try await SectorChoices(visit)
    facts = [
      RecordFact(term: words["firm.name"], text: firm.name),
      RecordFact(term: words["structure.code"], text: firm.code),
      RecordFact(term: words["firm.tax_code"], text: firm.taxCode ?? words["firm.household"]),
      RecordFact(
        term: words["overview.sector"],
        text: "\(sectors.name(firm.vsicSection, of: firm.vsicVersion)) (\(firm.vsicVersion))"),
      RecordFact(term: words["firm.class"], text: firm.vsicClass ?? "–"),
      RecordFact(term: words["firm.province"], text: places.province),
      RecordFact(
        term: words["officer.commune"], text: firm.communeCode.map { places.commune($0) } ?? "–"),
      RecordFact(
        term: words["app.status"],
        text: words[firm.isActive ? "firm.taking_part" : "firm.not_taking_part"]),
    ]
  }
}
