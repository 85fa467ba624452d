import CivilCalendar
import Foundation
import Localization
import Workforce

/// What the product goes by, with where it comes from and how sure it is: frameworks, sectors, places
/// and settings. Anybody who has signed in may read it.
struct ReferencePages {
  func mount(_ pages: PageRouter) {
    FrameworkPages().mount(pages)
    pages.get("/reference/sectors") { visit in try await sectors(visit).view() }
    pages.get("/reference/places") { visit in try await places(visit).view() }
    pages.get("/reference/settings") { visit in try await settings(visit).view() }
  }

  private func sectors(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let day = try visit.day("asOf") ?? visit.today
    let sectors = try await visit.perform(ListSectors(asOf: day))
    var page = ReferenceTab.sectors.page(visit)
    page.filter = ReferenceTab.dayFilter(day, "/reference/sectors", visit)
    var listing = RecordListing(
      words["reference.tab_sectors"],
      columns: [
        words["overview.sector"], words["reference.version"], words["reference.group"],
        words["reference.predecessor"], words["structure.dates"], words["reference.certainty"],
        words["reference.source"],
      ],
      rows: sectors.map { sector in
        [
          RecordListing.Cell(
            "\(sector.section) \(sector.name.text(english: words.isEnglish))"),
          RecordListing.Cell(sector.version),
          RecordListing.Cell(words["reference.group_\(sector.sectorGroup)"]),
          RecordListing.Cell(
            sector.predecessorSection.map { "\(sector.predecessorVersion ?? "") \($0)" } ?? "–"),
          RecordListing.Cell(words.dates(from: sector.validFrom, to: sector.validTo)),
          words.certainty(sector.status), words.source(sector.source, sector.note),
        ]
      }, empty: words["reference.nothing"])
    listing.downloads = visit.downloads("sector.list", ["asOf": day.description])
    page.listings = [listing]
    return page
  }

  private func places(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let provinces = try await visit.perform(ListProvinces(search: nil))
    let code =
      visit.text("province") ?? visit.principal.provinceCode
      ?? provinces.first { $0.code == "56" }?.code ?? provinces.first?.code ?? ""
    let communes = try await visit.perform(
      ListCommunes(provinceCode: code, search: visit.text("search")))
    var page = ReferenceTab.places.page(visit)
    page.filter = RecordFilter(
      visit, action: "/reference/places",
      fields: [
        .select(
          "province", words["firm.province"], value: code,
          choices: provinces.map {
            FormField.Choice($0.code, $0.name.text(english: words.isEnglish))
          }, .optional),
        .search(words["reference.find_place"], visit),
      ])
    var listing = RecordListing(
      words["reference.communes"],
      columns: [
        words["officer.commune"], words["structure.code"], words["reference.kind"],
        words["reference.former"], words["reference.certainty"], words["reference.source"],
      ],
      rows: communes.map { commune in
        [
          RecordListing.Cell(commune.name.text(english: words.isEnglish)),
          RecordListing.Cell(commune.code),
          RecordListing.Cell(words["reference.kind_\(commune.kind)"]),
          RecordListing.Cell(commune.formerProvince ?? "–"), words.certainty(commune.status),
          words.source(commune.source, commune.note),
        ]
      }, empty: words["reference.nothing"])
    listing.downloads = visit.downloads(
      "place.list-communes", ["provinceCode": code, "search": visit.text("search")])
    page.listings = [listing]
    return page
  }

  private func settings(_ visit: Visit) async throws -> RecordPage {
    let words = visit.words
    let day = try visit.day("asOf") ?? visit.today
    let settings = try await visit.perform(ListPolicySettings(asOf: day))
    var page = ReferenceTab.settings.page(visit)
    page.filter = ReferenceTab.dayFilter(day, "/reference/settings", visit)
    var listing = RecordListing(
      words["reference.tab_settings"],
      columns: [
        words["reference.setting"], "#" + words["reference.value"], words["reference.unit"],
        words["structure.dates"], words["reference.certainty"], words["reference.source"],
      ],
      rows: settings.map { setting in
        [
          .noted(words.ifPresent("setting.\(setting.key)") ?? setting.key, setting.key),
          RecordListing.Cell(words.value(setting)), RecordListing.Cell(words.unit(setting.unit)),
          RecordListing.Cell(words.dates(from: setting.validFrom, to: setting.validTo)),
          words.certainty(setting.status), words.source(setting.source, setting.note),
        ]
      }, empty: words["reference.nothing"])
    listing.lead = words["reference.settings_lead"]
    listing.downloads = visit.downloads("policy-setting.list", ["asOf": day.description])
    page.listings = [listing]
    return page
  }
}

/// The views of the reference data.
enum ReferenceTab: String, CaseIterable {
  case frameworks, sectors, places, settings

  var url: String { self == .frameworks ? "/reference" : "/reference/\(rawValue)" }

  func page(_ visit: Visit) -> RecordPage {
    let words = visit.words
    var page = RecordPage(words["reference.title"], section: nil)
    page.subtitle = words["reference.intro"]
    page.tabs = RecordTabs(
      label: words["reference.views"],
      links: Self.allCases.map {
        RecordLink(label: words["reference.tab_\($0.rawValue)"], url: $0.url)
      }, current: url)
    return page
  }

  static func dayFilter(_ day: CalendarDate, _ action: String, _ visit: Visit) -> RecordFilter {
    RecordFilter(
      visit, action: action,
      fields: [
        .asOf(day, visit.words)
      ])
  }
}

extension Words {
  /// Where an entry comes from, and what should be known of it.
  func source(_ source: String?, _ note: LocalizedText?) -> RecordListing.Cell {
    .noted(
      source.map { citation($0) } ?? self["reference.no_source"], note?.text(english: isEnglish))
  }

  /// `24`, or `30 – 90`.
  fileprivate func value(_ setting: PolicySetting) -> String {
    func text(_ value: Decimal) -> String {
      "\(value)".contains(".") ? number(value, decimals: 2) : number(value, decimals: 0)
    }
    if let value = setting.value { return text(value) }
    return [setting.valueFrom, setting.valueTo].compactMap { $0.map(text) }
      .joined(separator: " – ")
  }

  fileprivate func unit(_ code: String) -> String {
    ifPresent("setting_unit.\(code.replacing(" ", with: "_"))") ?? code
  }
}
