import CivilCalendar
import Localization
import Workforce

/// The tree of units, and one unit with what stands below it, who leads it and its money.
struct UnitPages {
  func mount(_ pages: PageRouter) {
    pages.get("/structure") { visit in try await tree(visit).view() }
    pages.get("/structure/units/{unitId}") { visit in try await unit(visit).view() }
  }

  private func tree(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let chart = try await UnitChart(visit)
    var page = StructureTab.units.page(visit)
    page.subtitle = [
      visit.session.placeName, words.counted("structure.unit_count", chart.units.count),
    ]
    .compactMap { $0 }.joined(separator: " · ")
    var listing = chart.listing(words["structure.tree"], chart.units, empty: "structure.no_units")
    if visit.may(.manageOrganisation) {
      listing.links = [
        RecordLink(label: words["structure.add_unit"], url: "/structure/units/new", isMain: true)
      ]
    }
    listing.downloads = visit.downloads(
      ListUnitBudgets.name, ["year": "\(visit.today.year)"])
    page.listings = [listing]
    return page
  }

  private func unit(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let chart = try await UnitChart(visit)
    let id: ID<Workforce.Unit> = try visit.id("unitId", "unit")
    let unit = try chart.unit(id)
    var page = RecordPage(unit.name, section: .structure)
    page.subtitle = unit.code
    page.crumbs =
      [StructureTab.units.link(words)]
      + chart.above(unit).map { RecordLink(label: $0.name, url: UnitChart.url($0.id)) }
    page.facts = [
      RecordFact(term: words["structure.code"], text: unit.code),
      RecordFact(
        term: words["structure.parent"],
        text: chart.parent(unit)?.name ?? words["structure.at_the_top"],
        url: chart.parent(unit).map { UnitChart.url($0.id) }),
      RecordFact(term: words["structure.placed_on"], text: words.date(unit.placedOn)),
      RecordFact(
        term: words["structure.people"], text: words.number(unit.people),
        url: "/people?unit=\(id)"),
      RecordFact(term: words["structure.leads"], text: chart.leadNames(id)),
    ]
    page.actions = actions(visit, id)
    let budgets = try await visit.perform(ShowUnitBudget(year: visit.today.year, unitId: nil))
    page.budgets = budgets.filter { $0.unitId == id }.map {
      BudgetFigure($0, words, planned: 0).content
    }
    let below = chart.units.filter { $0.parentId == id }
    page.listings = [
      chart.listing(words["structure.below"], below, empty: "structure.nothing_below")
    ]
    return page
  }

  private func actions(_ visit: Visit, _ id: ID<Workforce.Unit>) -> [RecordLink] {
    let words = visit.words
    let url = UnitChart.url(id)
    var actions = [RecordLink(label: words["matrix.open"], url: "/matrix?unit=\(id)")]
    if visit.may(.manageOrganisation) {
      actions += [
        RecordLink(label: words["structure.change_unit"], url: "\(url)/change"),
        RecordLink(label: words["structure.add_below"], url: "/structure/units/new?parent=\(id)"),
      ]
    }
    if visit.may(.manageBudgets) {
      actions.append(RecordLink(label: words["structure.set_budget"], url: "\(url)/budget"))
    }
    if visit.may(.manageAccounts) {
      actions.append(
        RecordLink(
          label: words["structure.name_lead"], url: "/accounts/new?role=manager&unit=\(id)"))
    }
    if visit.may(.manageOrganisation) {
      actions.append(RecordLink(label: words["structure.close_unit"], url: "\(url)/close"))
    }
    return actions
  }
}

/// The units in sight with those who lead them.
struct UnitChart {
  let units: [UnitDetail]
  private let words: Words
  private let byID: [ID<Workforce.Unit>: UnitDetail]
  private let leads: [ID<Workforce.Unit>: [UnitLead]]

  init(_ visit: Visit) async throws {
    words = visit.words
    units = try await visit.perform(ListUnits(asOf: nil)).units
    byID = Dictionary(uniqueKeysWithValues: units.map { ($0.id, $0) })
    leads = Dictionary(grouping: try await visit.perform(ListUnitLeads()), by: \.unitId)
  }

  static func url(_ id: ID<Workforce.Unit>) -> String { "/structure/units/\(id)" }

  /// Throws `notFound` for a unit that is not in sight.
  func unit(_ id: ID<Workforce.Unit>) throws(AppError) -> UnitDetail {
    guard let unit = byID[id] else { throw .notFound("unit") }
    return unit
  }

  func parent(_ unit: UnitDetail) -> UnitDetail? { unit.parentId.flatMap { byID[$0] } }

  /// The units over it, the topmost first.
  func above(_ unit: UnitDetail) -> [UnitDetail] {
    var path: [UnitDetail] = []
    var next = parent(unit)
    while let present = next, path.count < byID.count {
      path.insert(present, at: 0)
      next = parent(present)
    }
    return path
  }

  func leadNames(_ id: ID<Workforce.Unit>) -> String {
    let names = (leads[id] ?? []).map {
      $0.isPending ? words["structure.lead_invited", ["name": $0.displayName]] : $0.displayName
    }
    return names.isEmpty ? words["structure.no_lead"] : names.joined(separator: ", ")
  }

  /// As choices of a form, those below indented.
  func choices(without excluded: Set<ID<Workforce.Unit>>) -> [FormField.Choice] {
    units.filter { !excluded.contains($0.id) }.map { unit in
      FormField.Choice(
        unit.id.description,
        String(repeating: "\u{2003}", count: above(unit).count) + unit.name)
    }
  }

  /// The unit and everything below it.
  func subtree(_ id: ID<Workforce.Unit>) -> Set<ID<Workforce.Unit>> {
    var found: Set = [id]
    for unit in units where unit.parentId.map({ found.contains($0) }) ?? false {
      found.insert(unit.id)
    }
    return found
  }

  func listing(_ heading: String, _ shown: [UnitDetail], empty: String) -> RecordListing {
    let isWhole = shown.count == units.count
    let rows = shown.map { unit -> [RecordListing.Cell] in
      var name = RecordListing.Cell.link(unit.name, Self.url(unit.id))
      name.depth = isWhole ? above(unit).count : 0
      return [
        name, RecordListing.Cell(unit.code), RecordListing.Cell(words.number(unit.people)),
        RecordListing.Cell(leadNames(unit.id)), RecordListing.Cell(words.date(unit.placedOn)),
      ]
    }
    return RecordListing(
      heading,
      columns: [
        words["structure.unit"], words["structure.code"], "#" + words["structure.people"],
        words["structure.leads"], words["structure.placed_on"],
      ], rows: rows, empty: words[empty])
  }
}
