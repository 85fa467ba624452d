import CivilCalendar
import Foundation
import Localization
import Workforce

/// What changed, in the reader's words: fields, states, days and amounts as the pages write them.
package struct ChangeWords: Sendable {
  let words: Words
  /// The name of what an id stands for; nil where it is not known.
  let name: @Sendable (UUID) -> String?

  package init(words: Words, name: @escaping @Sendable (UUID) -> String?) {
    self.words = words
    self.name = name
  }

  /// `Trạng thái: Đã ghi danh → Đã rút`.
  package func line(_ field: String, _ before: String?, _ after: String?) -> String {
    let label = words.label(of: field)
    return switch (before, after) {
    case (nil, nil): words["audit.changed", ["field": label]]
    case (let before?, let after?): "\(label): \(told(before, field)) → \(told(after, field))"
    case (nil, let after?): "\(label): \(told(after, field))"
    case (let before?, nil): "\(label): \(told(before, field)) → –"
    }
  }

  private func told(_ value: String, _ field: String) -> String {
    if value.isEmpty { return "–" }
    let ids = AuditSubjects.ids(in: value)
    if !ids.isEmpty {
      return ids.map { name($0) ?? $0.uuidString.lowercased() }.joined(separator: ", ")
    }
    if value == "true" || value == "false" {
      return words[value == "true" ? "value.yes" : "value.no"]
    }
    if let day = CalendarDate(value) { return words.date(day) }
    if let moment = Self.moment(value) { return words.moment(moment) }
    if field.hasSuffix("Vnd"), let amount = Int(value) { return words.money(amount) }
    // Lists of codes stand with spaces between them.
    let codes = value.split(separator: " ").map(String.init)
    let named = codes.map { words.value($0, of: field) }
    return named == codes ? value : named.joined(separator: ", ")
  }

  /// `2026-12-04 10:00:00 +0000` or as ISO 8601 writes it.
  private static func moment(_ text: String) -> Date? {
    guard text.count >= 20, text.prefix(4).allSatisfy(\.isNumber) else { return nil }
    let written = text.replacing(" +0000", with: "Z").replacing(" ", with: "T")
    do { return try Date(written, strategy: .iso8601) } catch { return nil }
  }
}
