import Foundation
import Localization
import Workforce

/// Firms of the province with administrative facts alone.
struct ProvinceFirmsPage {
  private let visit: Visit
  private let chosen: OfficerPeriod
  private let firms: Page<ProvinceFirm>
  private let map: SectorMap

  init(_ visit: Visit) async throws {
    self.visit = visit
    chosen = try OfficerPeriod(visit)
    firms = try await visit.perform(
      ListProvinceFirms(
        year: chosen.period.year, search: visit.text("search"), sector: visit.text("sector"),
        after: visit.text("after"), limit: nil))
    map = try await SectorMap(visit)
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = chosen.content("firms", action: "/officer/firms")
    content["downloads"] = Downloads.content(
      ListProvinceFirms.name,
      [
        "year": "\(chosen.period.year)", "search": visit.text("search"),
        "sector": visit.text("sector"),
      ])
    content["place"] = visit.session.placeName ?? ""
    content["year"] = "\(chosen.period.year)"
    content["search"] = ["value": visit.text("search") ?? ""] as PageContent
    content["sector"] =
      [
        "options": map.sectors.keys.sorted().map { code -> PageContent in
          [
            "value": code, "label": "\(map.name(code)) (\(code.prefix(8)))",
            "selected": code == visit.text("sector"),
          ]
        }
      ] as PageContent
    if visit.may(.manageProvince) { content["addURL"] = "/officer/firms/new" }
    content["hasFirms"] = !firms.items.isEmpty
    content["firms"] = firms.items.map(line)
    var pager: PageContent = ["shown": words.counted("officer.firms_shown", firms.items.count)]
    if visit.text("after") != nil { pager["firstURL"] = url(after: nil) }
    if let next = firms.next { pager["nextURL"] = url(after: next) }
    content["pager"] = pager
    return content
  }

  private func url(after: String?) -> String {
    var components = URLComponents()
    components.path = "/officer/firms"
    let items = [
      ("period", chosen.period.description), ("search", visit.text("search")),
      ("sector", visit.text("sector")), ("after", after),
    ]
    components.queryItems = items.compactMap { name, value in
      value.map { URLQueryItem(name: name, value: $0) }
    }
    return components.string ?? "/officer/firms"
  }

  private func line(_ firm: ProvinceFirm) -> PageContent {
    [
      "name": firm.name, "code": firm.code, "sector": firm.vsicSection,
      "commune": firm.communeName?.text(english: words.isEnglish) ?? "–",
      "seats": words.number(firm.seatsTaken),
      "approved": words.money(firm.approvedVnd), "paid": words.money(firm.paidVnd),
      "absorption": firm.approvedVnd > 0
        ? words.percent(Double(firm.paidVnd) / Double(firm.approvedVnd), decimals: 0) : "–",
    ]
  }
}
