import Foundation
import Localization
import Workforce

/// One value of an answer as it is printed.
struct Cell: Equatable {
  let text: String
  let isNumber: Bool

  /// Without line breaks, for a row of a table.
  var oneLine: String {
    text.contains(where: \.isNewline)
      ? text.split(whereSeparator: \.isNewline).joined(separator: " ") : text
  }

  /// As a program reads it: the value of the JSON.
  init(exact value: Any?) {
    switch value {
    case nil, is NSNull: self.init(text: "", isNumber: false)
    case let text as String: self.init(text: text, isNumber: false)
    case let truth as Bool where Self.isTruth(value):
      self.init(text: truth ? "true" : "false", isNumber: false)
    case let number as NSNumber: self.init(text: number.description, isNumber: true)
    case let other?: self.init(text: Self.json(other), isNumber: false)
    }
  }

  /// As a person reads it: days, moments, money and truths in their language.
  init(readable value: Any?, field: String, shape: Shape, words: Words) {
    switch (value, shape) {
    case (let text as String, .text("date")):
      self.init(text: words.date(iso: text), isNumber: false)
    case (let text as String, .text("date-time")):
      self.init(text: Self.moment(text, words), isNumber: false)
    case (let truth as Bool, .boolean):
      self.init(text: words[truth ? "value.yes" : "value.no"], isNumber: false)
    case (let number as NSNumber, .integer) where field.hasSuffix("Vnd"):
      self.init(text: words.money(number.intValue), isNumber: true)
    case (let texts as [String: Any], _) where shape.isLocalizedText:
      let own = texts[words.language.rawValue] as? String
      let any = Language.allCases.lazy.compactMap { texts[$0.rawValue] as? String }.first
      self.init(text: own ?? any ?? "", isNumber: false)
    case (let texts as [String], _):
      self.init(text: texts.joined(separator: ", "), isNumber: false)
    default:
      self.init(exact: value)
    }
  }

  /// A number that has been written out already.
  init(figure text: String) {
    self.init(text: text, isNumber: true)
  }

  private init(text: String, isNumber: Bool) {
    self.text = text
    self.isNumber = isNumber
  }

  /// JSON's numbers pass for truths and truths for numbers; their kind tells.
  private static func isTruth(_ value: Any?) -> Bool {
    guard let number = value as? NSNumber else { return value is Bool }
    return String(cString: number.objCType) == "c"
  }

  private static func moment(_ text: String, _ words: Words) -> String {
    do { return words.moment(try Date(text, strategy: .iso8601)) } catch { return text }
  }

  private static func json(_ value: Any) -> String {
    do {
      let data = try JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes])
      return String(decoding: data, as: UTF8.self)
    } catch {
      return ""
    }
  }
}
