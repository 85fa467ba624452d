import CivilCalendar
import Foundation
import Localization
import Workforce

/// The day that a page is about and until when what was recorded counts, both in its address.
struct ReportDates: Sendable {
  /// Nil for today.
  let asOf: CalendarDate?
  /// The end of a day in Vietnam; nil for now.
  let knownAt: Date?
  let known: CalendarDate?

  /// Throws `invalidInput` for what is no day: a page of today in place of another day would mislead.
  init(_ visit: Visit) throws(AppError) {
    asOf = try visit.day("asOf")
    known = try visit.day("knownAt")
    knownAt = known.map {
      Date(timeIntervalSince1970: Double($0.dayNumber + 1) * 86_400 - 7 * 3600 - 1)
    }
  }

  /// A page about the past is read, not acted on.
  var isPast: Bool { asOf != nil || knownAt != nil }

  /// `knownAt` as an operation reads it.
  var moment: String? { knownAt?.formatted(.iso8601) }

  /// The same dates in another address of the page, behind a first field: `&asOf=2026-03-31`.
  var query: String {
    [("asOf", asOf), ("knownAt", known)].map { name, day in
      day.map { "&\(name)=\($0)" } ?? ""
    }.joined()
  }

  func content(_ words: Words, clearURL: String) -> PageContent {
    var content: PageContent = [
      "asOf": ["value": asOf?.description ?? ""] as PageContent,
      "knownAt": ["value": known?.description ?? ""] as PageContent,
    ]
    guard isPast else { return content }
    content["clearURL"] = clearURL
    content["told"] = [
      asOf.map { words["people.shown_as_of", ["date": words.date($0)]] },
      known.map { words["people.shown_known_at", ["date": words.date($0)]] },
    ].compactMap { $0 }.joined(separator: " ")
    return content
  }
}

extension Visit {
  /// A day of the address, however it is written; nil when it is absent.
  func day(_ field: String) throws(AppError) -> CalendarDate? {
    guard let text = text(field) else { return nil }
    return try CalendarDate(text, inField: field)
  }
}
