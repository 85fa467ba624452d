import Localization
import Workforce

/// Training providers, and one of them with its trainers and rooms.
struct ProviderPages {
  func mount(_ pages: PageRouter) {
    // Where a trainer's own is, whichever it is.
    pages.get("/provider") { visit in try await provider(visit).view() }
    pages.get("/providers") { visit in try await list(visit).view() }
    pages.get("/providers/{providerId}") { visit in try await provider(visit).view() }
  }

  private func list(_ visit: Visit) async throws -> RecordPage {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let words = visit.words
    let found = try await visit.perform(
      ListProviders(
        search: visit.text("search"), provinceCode: visit.principal.provinceCode, isActive: nil,
        after: visit.text("after"), limit: nil))
    var page = AdministrationTab.providers.page(visit)
    page.filter = RecordFilter(
      visit, action: "/providers",
      fields: [
        .search(words["provider.find"], visit)
      ])
    var listing = RecordListing(
      words["administration.tab_providers"],
      columns: [
        words["provider.name"], words["structure.code"], words["firm.tax_code"],
        words["provider.phone"], words["app.status"],
      ],
      rows: found.items.map { provider in
        [
          .link(provider.name, "/providers/\(provider.id)"), RecordListing.Cell(provider.code),
          RecordListing.Cell(provider.taxCode ?? "–"),
          RecordListing.Cell(provider.phone.map { PhoneNumber.asDialled($0) } ?? "–"),
          words.isUsed(provider.isActive),
        ]
      }, empty: words["provider.none"])
    if ProviderForms.mayAdd(visit) {
      listing.links = [
        RecordLink(label: words["provider.add"], url: "/providers/new", isMain: true)
      ]
    }
    listing.downloads = visit.downloads(
      "provider.list",
      ["search": visit.text("search"), "provinceCode": visit.principal.provinceCode])
    page.listings = [listing]
    page.pager = visit.pager("/providers", shown: found.items.count, next: found.next)
    return page
  }

  private func provider(_ visit: Visit) async throws -> RecordPage {
    guard visit.may(.planRuns) else { throw AppError.forbidden }
    let words = visit.words
    let id: ID<Provider> =
      if visit.path["providerId"] == nil, let own = visit.principal.providerID { own } else {
        try visit.id("providerId", "provider")
      }
    let provider = try await visit.perform(ShowProvider(providerId: id))
    let isOwn = visit.principal.role == .trainer
    let mayKeep = ProviderForms.mayKeep(provider, visit)
    let places = try await PlaceNames(provider.provinceCode, visit)
    var page =
      isOwn
      ? AdministrationTab.providers.page(visit)
      : RecordPage(provider.name, section: .administration)
    page.subtitle = isOwn ? provider.name : provider.code
    if !isOwn { page.crumbs = [AdministrationTab.providers.link(visit)] }
    page.facts = [
      RecordFact(term: words["structure.code"], text: provider.code),
      RecordFact(term: words["firm.tax_code"], text: provider.taxCode ?? "–"),
      RecordFact(term: words["firm.province"], text: places.province),
      RecordFact(
        term: words["provider.phone"],
        text: provider.phone.map { PhoneNumber.asDialled($0) } ?? "–"),
      RecordFact(term: words["provider.email"], text: provider.email ?? "–"),
      RecordFact(
        term: words["app.status"],
        text: words[provider.isActive ? "records.in_use" : "records.not_used"]),
    ]
    if mayKeep {
      page.actions = [
        RecordLink(label: words["provider.change"], url: "/providers/\(provider.id)/change")
      ]
    }
    page.listings = [
      try await trainers(provider, mayKeep, visit),
      try await rooms(provider, places, mayKeep, visit),
    ]
    return page
  }

  private func trainers(
    _ provider: ProviderDetail, _ mayKeep: Bool, _ visit: Visit
  ) async throws -> RecordListing {
    let words = visit.words
    let found = try await visit.perform(
      ListTrainers(providerId: provider.id, isActive: nil, after: nil, limit: 500))
    var listing = RecordListing(
      words["provider.trainers"],
      columns: [
        words["provider.trainer_name"], words["structure.code"], words["app.status"],
        words["app.actions"],
      ],
      rows: found.items.map { trainer in
        var links: [RecordLink] = []
        if mayKeep {
          links.append(
            RecordLink(label: words["records.change"], url: "/trainers/\(trainer.id)/change"))
        }
        if mayKeep, trainer.isActive, MembershipGrants.roles(visit).contains(.trainer) {
          links.append(
            RecordLink(
              label: words["people.invite"],
              url: "/accounts/new?role=trainer&provider=\(provider.id)&trainer=\(trainer.id)"))
        }
        return [
          RecordListing.Cell(trainer.displayName), RecordListing.Cell(trainer.code),
          words.isUsed(trainer.isActive), .links(links),
        ]
      }, empty: words["provider.no_trainers"])
    if mayKeep {
      listing.links = [
        RecordLink(
          label: words["provider.add_trainer"], url: "/providers/\(provider.id)/trainers/new")
      ]
    }
    listing.downloads = visit.downloads(
      "trainer.list", ["providerId": provider.id.description])
    return listing
  }

  private func rooms(
    _ provider: ProviderDetail, _ places: PlaceNames, _ mayKeep: Bool, _ visit: Visit
  ) async throws -> RecordListing {
    let words = visit.words
    let found = try await visit.perform(
      ListRooms(providerId: provider.id, isActive: nil, after: nil, limit: 500))
    var listing = RecordListing(
      words["provider.rooms"],
      columns: [
        words["provider.room_name"], words["structure.code"], words["officer.commune"],
        "#" + words["provider.capacity"], words["app.status"], words["app.actions"],
      ],
      rows: found.items.map { room in
        [
          RecordListing.Cell(room.name), RecordListing.Cell(room.code),
          RecordListing.Cell(room.communeCode.map { places.commune($0) } ?? "–"),
          RecordListing.Cell(room.capacity.map { words.number($0) } ?? "–"),
          words.isUsed(room.isActive),
          mayKeep
            ? .links([
              RecordLink(label: words["records.change"], url: "/rooms/\(room.id)/change")
            ]) : "",
        ]
      }, empty: words["provider.no_rooms"])
    if mayKeep {
      listing.links = [
        RecordLink(label: words["provider.add_room"], url: "/providers/\(provider.id)/rooms/new")
      ]
    }
    listing.downloads = visit.downloads("room.list", ["providerId": provider.id.description])
    return listing
  }
}
