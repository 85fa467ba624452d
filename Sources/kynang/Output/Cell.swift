import Foundation
import Localization
import Workforce
import WorkforceServer

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
  init(readable value: Any?, field: String, shape: Shape, codes: CodeWords) {
    let words = codes.words
    switch (value, shape) {
    case (let text as String, .text("date")):
      self.init(text: words.date(iso: text), isNumber: false)
    case (let text as String, .text("date-time")):
      self.init(text: Self.moment(text, words), isNumber: false)
    case (let truth as Bool, .boolean):
      self.init(text: words[truth ? "value.yes" : "value.no"], isNumber: false)
    case (let number as NSNumber, .integer) where field.hasSuffix("Vnd"):
      self.init(text: words.money(number.intValue), isNumber: true)
    case (let number as NSNumber, .number) where Self.shares.contains(field):
      self.init(text: words.percent(number.doubleValue, decimals: 0), isNumber: true)
    case (let number as NSNumber, .number):
      let digits = words.number(number.doubleValue, decimals: 2)
      self.init(
        text: digits.hasSuffix("00") ? words.number(number.intValue) : digits, isNumber: true)
    case (let texts as [String: Any], _) where shape.isLocalizedText:
      let own = texts[words.language.rawValue] as? String
      let any = Language.allCases.lazy.compactMap { texts[$0.rawValue] as? String }.first
      self.init(text: own ?? any ?? "", isNumber: false)
    case (let parts as [Any], .array(let element)):
      let texts = parts.map {
        Cell(readable: $0, field: field, shape: element, codes: codes).text
      }
      self.init(text: texts.joined(separator: element.isScalar ? ", " : "; "), isNumber: false)
    case (let name as String, .enumeration):
      self.init(text: codes.choice(name, of: field), isNumber: false)
    case (let rule as String, .text) where field.hasSuffix("Rule"):
      self.init(text: words.sentence(rule, [:]), isNumber: false)
    case (let source as String, .text) where field == "source" || field.hasSuffix("Source"):
      self.init(text: words.citation(source), isNumber: false)
    case (let code as String, .text(nil)):
      self.init(text: codes.text(code, of: field) ?? code, isNumber: false)
    case (let object as [String: Any], _) where shape.isChange:
      let line = ChangeWords(words: words) { _ in nil }.line(
        object["field"] as? String ?? "", object["before"] as? String,
        object["after"] as? String)
      self.init(text: line, isNumber: false)
    case (let object as [String: Any], _) where shape.isNote:
      self.init(text: Self.sentence(object, words), isNumber: false)
    case (let object as [String: Any], .object(_, let fields)):
      self.init(text: Self.summary(object, fields, codes), isNumber: false)
    default:
      self.init(exact: value)
    }
  }

  /// A number that has been written out already.
  init(figure text: String) {
    self.init(text: text, isNumber: true)
  }

  /// As a spreadsheet reads it: exact, but with words in place of what only a program could read.
  init(plain value: Any?, shape: Shape, codes: CodeWords) {
    switch shape {
    case .text, .integer, .number, .boolean, .enumeration: self.init(exact: value)
    case .array, .map, .object:
      self.init(readable: value, field: "", shape: shape, codes: codes)
    }
  }

  /// Numbers from 0 to 1 that people read as percent.
  private static let shares: Set<String> = ["coverage"]

  /// `Họ và tên: Cần nhập mục này.`; nothing where no rule is broken.
  private static func sentence(_ note: [String: Any], _ words: Words) -> String {
    guard let rule = note["rule"] as? String else { return "" }
    let sentence = words.sentence(rule, note["parameters"] as? [String: String] ?? [:])
    guard let field = note["field"] as? String, let label = words.ifPresent("label.\(field)") else {
      return sentence
    }
    return "\(label): \(sentence)"
  }

  /// An object inside a cell: what it is called, else what it says, without ids that name nothing.
  private static func summary(
    _ object: [String: Any], _ fields: [Shape.Field], _ codes: CodeWords
  ) -> String {
    func text(_ field: Shape.Field) -> String {
      Cell(readable: object[field.name], field: field.name, shape: field.shape, codes: codes).text
    }
    let names = ["displayName", "fullName", "name", "title", "code"]
    if let name = names.lazy.compactMap({ name in fields.first { $0.name == name } }).first {
      return text(name)
    }
    return fields.filter { $0.shape != .text(format: "uuid") }
      .compactMap { field in
        let said = text(field)
        if said.isEmpty { return nil }
        return field.shape == .integer || field.shape == .number
          ? "\(codes.words.label(of: field.name, in: codes.noun)) \(said)" : said
      }
      .joined(separator: " ")
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
