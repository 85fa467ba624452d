import Foundation
import Localization
import Spreadsheets
import Workforce

/// The columns of a list that is exported: a field each, those of an object within one after another;
/// what people read first, identifiers last and hidden. States, kinds and roles are words: a file is
/// opened by people, and the imports know the words as well as the codes.
struct ExportColumns {
  private struct Column {
    let path: [String]
    let shape: Shape
    let table: TableColumn
  }

  private let columns: [Column]
  private let codes: CodeWords
  private var words: Words { codes.words }

  /// - Parameter noun: of the list; it may call its fields otherwise than others do.
  init(of item: Shape, noun: String, words: Words) {
    codes = CodeWords(noun: noun, words: words)
    let found = Self.columns(of: item.fields, noun, path: [], title: [], words)
    columns = found.filter { !$0.table.isHidden } + found.filter { $0.table.isHidden }
  }

  var table: [TableColumn] { columns.map(\.table) }

  /// - Parameter item: of a list, as JSON.
  func row(_ item: Any) -> [Spreadsheets.WrittenValue] {
    columns.map { column in
      let value = column.path.reduce(item as Any?) { ($0 as? [String: Any])?[$1] }
      return self.value(value, column.shape, of: column.path.last ?? "")
    }
  }

  private static func columns(
    of fields: [Shape.Field], _ noun: String, path: [String], title: [String], _ words: Words
  ) -> [Column] {
    fields.flatMap { field -> [Column] in
      let path = path + [field.name]
      let label = words.label(of: field.name, in: noun)
      // What it names stands beside it under the same words; an "Employee ID" is read as a code.
      let isReference = field.shape == .text(format: "uuid") && field.name != "id"
      let title = title + [isReference ? "\(label) UUID" : label]
      if case .object(_, let inner) = field.shape, !field.shape.isLocalizedText, path.count < 3 {
        return columns(of: inner, noun, path: path, title: title, words)
      }
      let table = TableColumn(
        title: title.joined(separator: " – "), kind: kind(of: field), width: nil,
        isHidden: field.shape == .text(format: "uuid"), choices: [], comment: nil)
      return [Column(path: path, shape: field.shape, table: table)]
    }
  }

  private static func kind(of field: Shape.Field) -> TableColumn.Kind {
    switch field.shape {
    case .text("date"): .date
    case .text("date-time"): .dateAndTime
    case .integer: field.name.hasSuffix("Vnd") ? .money : .whole
    case .number: .number
    case .text, .boolean, .enumeration, .array, .map, .object: .text
    }
  }

  private func value(
    _ value: Any?, _ shape: Shape, of field: String
  ) -> Spreadsheets.WrittenValue {
    switch (value, shape) {
    case (nil, _), (is NSNull, _): return .empty
    case (let number as NSNumber, .integer): return .whole(number.int64Value)
    case (let number as NSNumber, .number): return .number(number.doubleValue)
    case (let number as NSNumber, .boolean):
      return .text(words[number.boolValue ? "value.yes" : "value.no"])
    case (let text as String, .text("date")):
      return CellMoment.Day(iso: text).map { .moment(CellMoment(day: $0, seconds: nil)) }
        ?? .text(text)
    case (let text as String, .text("date-time")):
      return Self.moment(text).map { .moment($0) } ?? .text(text)
    case (let code as String, .enumeration): return .text(codes.choice(code, of: field))
    case (let texts as [String], .array(.enumeration)):
      return .text(texts.map { codes.choice($0, of: field) }.joined(separator: ", "))
    // Some lists say as plain text what is one of a few codes.
    case (let text as String, _): return .text(codes.text(text, of: field) ?? text)
    case (let texts as [String], _): return .text(texts.joined(separator: ", "))
    case (let changes as [[String: Any]], .array(let item)) where Self.isChange(item):
      return .text(changes.map(told).joined(separator: "; "))
    case (let texts as [String: Any], _) where shape.isLocalizedText:
      let own = texts[words.language.rawValue] as? String
      let any = Language.allCases.lazy.compactMap { texts[$0.rawValue] as? String }.first
      return .text(own ?? any ?? "")
    case (let number as NSNumber, _): return .number(number.doubleValue)
    case (let other?, _): return .text(Self.json(other))
    }
  }

  /// Whether rows of a list say what changed: a field, before and after.
  private static func isChange(_ shape: Shape) -> Bool {
    Set(shape.fields.map(\.name)).isSuperset(of: ["field", "before", "after"])
  }

  private func told(_ change: [String: Any]) -> String {
    ChangeWords(words: words) { _ in nil }.line(
      change["field"] as? String ?? "", change["before"] as? String, change["after"] as? String)
  }

  /// In the time of Vietnam: UTC+7 without summer time since 1975.
  private static func moment(_ text: String) -> CellMoment? {
    do {
      let moment = try Date(text, strategy: .iso8601)
      let local = Date(timeIntervalSince1970: moment.timeIntervalSince1970 + 7 * 3600)
      let written = local.formatted(.iso8601)
      let seconds = Int(local.timeIntervalSince1970.rounded(.down)) % 86_400
      return CellMoment.Day(iso: String(written.prefix(10))).map {
        CellMoment(day: $0, seconds: (seconds + 86_400) % 86_400)
      }
    } catch {
      return nil
    }
  }

  /// A list within a row, which no cell can hold otherwise.
  private static func json(_ value: Any) -> String {
    guard JSONSerialization.isValidJSONObject(value) else { return "" }
    do {
      let data = try JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .withoutEscapingSlashes])
      return String(decoding: data, as: UTF8.self)
    } catch {
      return ""
    }
  }
}
