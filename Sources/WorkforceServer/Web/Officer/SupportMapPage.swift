import Localization
import Workforce

/// What was approved and what of it was paid: by programme for a year, and by sector and size.
struct SupportMapPage {
  private let visit: Visit
  private let chosen: OfficerPeriod
  private let programmes: [ProgrammeSupport]
  private let cells: [PublishedCell]
  private let map: SectorMap

  init(_ visit: Visit) async throws {
    self.visit = visit
    chosen = try OfficerPeriod(visit)
    programmes = try await visit.perform(
      ListProvinceSupport(year: chosen.period.year, knownAt: chosen.dates.knownAt))
    cells = try await visit.perform(
      ListPublishedCells(
        period: chosen.period, measures: ["support_approved_vnd", "support_paid_vnd"],
        provinceCode: nil,
        knownAt: chosen.dates.knownAt))
    map = try await SectorMap(visit)
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = chosen.content("support", action: "/officer/support")
    let approved = programmes.reduce(0) { $0 + $1.approvedVnd }
    let paid = programmes.reduce(0) { $0 + $1.paidVnd }
    let unknown = programmes.reduce(0) { $0 + $1.withoutAmount }
    content["downloads"] = Downloads.content(
      ListProvinceSupport.name,
      ["year": "\(chosen.period.year)", "knownAt": chosen.dates.moment])
    content["place"] = visit.session.placeName ?? ""
    content["year"] = "\(chosen.period.year)"
    if visit.may(.manageProvince) { content["addURL"] = "/officer/support/new" }
    content["hasProgrammes"] = !programmes.isEmpty
    content["programmes"] = programmes.map(line)
    content["approvedTotal"] = words.money(approved)
    content["paidTotal"] = words.money(paid)
    content["absorptionTotal"] = absorption(paid, approved)
    if unknown > 0 {
      content["unknown"] = words["officer.without_amount", ["count": words.number(unknown)]]
    }
    content["hasCells"] = !cells.isEmpty
    content["approvedMap"] = money("support_approved_vnd", "officer.approved_caption")
    content["paidMap"] = money("support_paid_vnd", "officer.paid_caption")
    return content
  }

  private func line(_ programme: ProgrammeSupport) -> PageContent {
    [
      "name": programme.name ?? words["officer.no_programme"],
      "count": words.number(programme.supports),
      "budget": programme.budgetVnd.map { words.money($0) } ?? "–",
      "approved": words.money(programme.approvedVnd), "paid": words.money(programme.paidVnd),
      "absorption": absorption(programme.paidVnd, programme.approvedVnd),
    ]
  }

  private func absorption(_ paid: Int, _ approved: Int) -> String {
    approved > 0 ? words.percent(Double(paid) / Double(approved), decimals: 0) : "–"
  }

  private func money(_ measure: String, _ caption: String) -> String {
    map.html(
      cells.filter { $0.measure == measure },
      caption: words[caption, ["period": words.period(chosen.period)]]
    ) { cell in
      cell.value.map { ($0, words.number($0 / 1_000_000, decimals: 0)) }
    }
  }
}
