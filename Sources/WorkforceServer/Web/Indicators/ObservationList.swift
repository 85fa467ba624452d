import CivilCalendar
import Foundation
import Localization
import Workforce

/// Values that were entered, latest periods first, as true by a day and as known on a day.
struct ObservationList {
  private let visit: Visit
  private let dates: ReportDates
  private let figures: FigureWords
  private let indicators: [Indicator]
  private let page: Page<Workforce.Observation>
  private let recorders: Recorders

  init(_ visit: Visit) async throws {
    guard visit.may(.readFigures) else { throw AppError.forbidden }
    self.visit = visit
    dates = try ReportDates(visit)
    figures = FigureWords(words: visit.words)
    indicators = try await visit.perform(ListIndicators(family: nil, process: nil))
      .filter { $0.origin == .entered }
    recorders = try await Recorders(visit)
    page = try await visit.perform(
      ListObservations(
        indicator: visit.text("indicator"),
        kind: visit.text("kind").flatMap { Period.Kind(rawValue: $0) }, from: nil, to: nil,
        asOf: dates.asOf, knownAt: dates.knownAt, after: visit.text("after"), limit: 50))
  }

  private var words: Words { visit.words }

  func content() -> PageContent {
    var content = FirmTab.observations.content(visit)
    content["past"] = dates.content(words, clearURL: "/indicators/observations")
    content["indicator"] =
      [
        "options": indicators.map { one -> PageContent in
          [
            "value": one.code, "label": figures.name(one),
            "selected": one.code == visit.text("indicator"),
          ]
        }
      ] as PageContent
    content["kind"] =
      [
        "options": Period.Kind.allCases.map { one -> PageContent in
          [
            "value": one.rawValue, "label": words["figures.by_\(one.rawValue)"],
            "selected": one.rawValue == visit.text("kind"),
          ]
        }
      ] as PageContent
    content["hasRows"] = !page.items.isEmpty
    content["rows"] = page.items.map(row)
    var pager: PageContent = [
      "shown": words["figures.values_shown", ["count": words.number(page.items.count)]]
    ]
    if visit.text("after") != nil { pager["firstURL"] = url(after: nil) }
    if let next = page.next { pager["nextURL"] = url(after: next) }
    content["pager"] = pager
    if visit.may(.recordFigures) {
      content["enterURL"] = "/indicators/enter"
      content["importURL"] = "/imports?kind=observation"
    }
    return content
  }

  private func url(after: String?) -> String {
    var components = URLComponents()
    components.path = FirmTab.observations.url
    let kept = ["indicator", "kind", "asOf", "knownAt"].map { ($0, visit.text($0)) }
    components.queryItems = (kept + [("after", after)]).compactMap { name, value in
      value.map { URLQueryItem(name: name, value: $0) }
    }
    return components.string ?? components.path
  }

  private func row(_ one: Workforce.Observation) -> PageContent {
    let indicator = indicators.first { $0.code == one.indicator }
    var row: PageContent = [
      "period": figures.name(one.period), "url": "/indicators/observations/\(one.id)",
      "indicator": indicator.map(figures.name) ?? one.indicator,
      "value": indicator.map { figures.value(one.value, $0, currency: one.currency) }
        ?? "\(one.value)",
      "unit": one.currency ?? "VND" == "VND" ? indicator.map { figures.unit($0) } ?? "" : "",
      "confidence": words["figures.confidence_\(one.confidence.rawValue)"],
      "recorded": recorders.line(one.recordedAt, one.recordedBy),
    ]
    row["source"] = one.source
    if one.revision > 1 {
      row["revised"] = words["firm.revision", ["number": "\(one.revision)"]]
    }
    return row
  }
}
