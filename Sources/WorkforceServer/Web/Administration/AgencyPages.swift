import Localization
import Workforce

/// Public bodies that run a programme in a province.
struct AgencyPages {
  func mount(_ pages: PageRouter) {
    pages.get("/agencies") { visit in try await list(visit).view() }
    pages.recordForm("/agencies/new") { visit in
      try await creating(visit)
    } submit: { visit, submission in
      _ = try await visit.perform(try submission.decode(CreateAgency.self))
      return Landing("/agencies", flash: .done(visit.words["agency.added"]))
    }
    pages.recordForm("/agencies/{agencyId}/change") { visit in
      try await changing(visit)
    } submit: { visit, submission in
      let agency = try await agency(visit)
      _ = try await visit.change(
        ChangeAgency(
          agencyId: agency.id, name: try submission.name("name", from: agency.name),
          isActive: submission.use(from: agency.isActive)), onVersion: submission.version)
      return Landing("/agencies", flash: .done(visit.words["records.changed"]))
    }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    guard visit.may(.readProvince) else { throw AppError.forbidden }
    let words = visit.words
    let mayManage = visit.may(.manageInstallation)
    let provinces = try await visit.perform(ListProvinces(search: nil))
    let names = Dictionary(
      provinces.map { ($0.code, $0.name.text(english: words.isEnglish)) }
    ) { first, _ in first }
    let found = try await visit.perform(
      ListAgencies(
        provinceCode: visit.principal.provinceCode, after: visit.text("after"), limit: nil))
    var page = AdministrationTab.agencies.page(visit)
    var listing = RecordListing(
      words["administration.tab_agencies"],
      columns: [
        words["agency.name"], words["structure.code"], words["firm.province"],
        words["app.status"], words["app.actions"],
      ],
      rows: found.items.map { agency in
        let links = [
          RecordLink(label: words["records.change"], url: "/agencies/\(agency.id)/change"),
          RecordLink(
            label: words["agency.invite"], url: "/accounts/new?role=officer&agency=\(agency.id)"),
        ]
        return [
          RecordListing.Cell(agency.name), RecordListing.Cell(agency.code),
          RecordListing.Cell(names[agency.provinceCode] ?? agency.provinceCode),
          words.isUsed(agency.isActive), mayManage ? .links(links) : "",
        ]
      }, empty: words["agency.none"])
    if mayManage {
      listing.links = [RecordLink(label: words["agency.add"], url: "/agencies/new", isMain: true)]
    }
    listing.downloads = visit.downloads(
      "agency.list", ["provinceCode": visit.principal.provinceCode])
    page.listings = [listing]
    page.pager = visit.pager("/agencies", shown: found.items.count, next: found.next)
    return page
  }

  private func agency(_ visit: Visit) async throws -> AgencyDetail {
    guard visit.may(.manageInstallation) else { throw AppError.forbidden }
    return try await visit.perform(ShowAgency(agencyId: try visit.id("agencyId", "agency")))
  }

  private func creating(_ visit: Visit) async throws -> RecordForm {
    guard visit.may(.manageInstallation) else { throw AppError.forbidden }
    let words = visit.words
    let provinces = try await visit.perform(ListProvinces(search: nil))
    return RecordForm(
      words["agency.add"], back: AdministrationTab.agencies.link(visit), action: "/agencies/new",
      section: .administration,
      fields: [
        .text("name", words["agency.name"], value: nil),
        .text("code", words["structure.code"], value: nil, .code),
        .select(
          "provinceCode", words["firm.province"], value: ProvinceChoice.usual,
          choices: [FormField.Choice("", words["app.choose"])]
            + provinces.map {
              FormField.Choice($0.code, $0.name.text(english: words.isEnglish))
            }),
      ])
  }

  private func changing(_ visit: Visit) async throws -> RecordForm {
    let words = visit.words
    let agency = try await agency(visit)
    var form = RecordForm(
      words["agency.change"], back: AdministrationTab.agencies.link(visit),
      action: "/agencies/\(agency.id)/change", section: .administration,
      fields: [
        .hidden("version", "\(agency.version)"),
        .text("name", words["agency.name"], value: agency.name), .use(words, agency.isActive),
      ])
    form.subtitle = agency.code
    return form
  }
}
