import CivilCalendar
import Localization
import Workforce

/// The support that the firm received, with its sums, on any day and as known on any day.
struct SupportList {
  private let visit: Visit
  private let dates: ReportDates
  private let supports: [SupportRecord]

  init(_ visit: Visit) async throws {
    self.visit = visit
    dates = try ReportDates(visit)
    supports = try await visit.perform(
      ListSupport(year: nil, asOf: dates.asOf, knownAt: dates.knownAt))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = FirmTab.support.content(visit)
    content["past"] = dates.content(words, clearURL: "/support")
    content["hasSupports"] = !supports.isEmpty
    content["supports"] = supports.map(line)
    content["approvedTotal"] = words.money(supports.reduce(0) { $0 + ($1.approvedVnd ?? 0) })
    content["paidTotal"] = words.money(supports.reduce(0) { $0 + ($1.paidVnd ?? 0) })
    let unknown = supports.filter { $0.approvedVnd == nil }.count
    if unknown > 0 {
      content["unknown"] = words["officer.without_amount", ["count": words.number(unknown)]]
    }
    content["rulesURL"] = "/support/rules"
    if visit.may(.manageBudgets), !dates.isPast { content["addURL"] = "/support/new" }
    return content
  }

  private func line(_ support: SupportRecord) -> PageContent {
    let told = SupportWords(words)
    var row: PageContent = [
      "object": support.object, "url": "/support/\(support.id)",
      "content": support.contentName.text(english: words.isEnglish),
      "programme": support.programmeName ?? "–", "rule": told.rule(support) ?? "–",
      "cost": support.costVnd.map { words.money($0) } ?? "–",
      "approved": told.amount(support.approvedVnd),
      "approvedOn": words.date(support.approvedOn),
      "state": told.state(support.state), "isPaid": support.state == .paid,
    ]
    row["ceiling"] = told.ceiling(support.capVnd, support.capBasis)
    if let paidOn = support.paidOn {
      row["paid"] = told.amount(support.paidVnd)
      row["paidOn"] = words.date(paidOn)
    }
    if support.revision > 1 {
      row["revised"] = words["firm.revision", ["number": "\(support.revision)"]]
    }
    return row
  }
}
