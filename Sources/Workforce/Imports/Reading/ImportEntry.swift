import Crypto
import Foundation
import Postgres

/// Rows as they are staged: what was in the cells, what that means, and what is wrong with it.
struct ImportEntries: Sendable {
  private(set) var numbers: [Int] = []
  private(set) var cells: [String] = []
  private(set) var entered: [String] = []
  private(set) var problems: [String?] = []
  private(set) var identities: [String?] = []

  init() {}

  init(_ rows: ArraySlice<ImportSheet.Row>, _ reader: ImportRowReader) {
    for row in rows { append(row, reader) }
  }

  mutating func append(_ row: ImportSheet.Row, _ reader: ImportRowReader) {
    let values = reader.read(row)
    numbers.append(row.number)
    var json = JSONWriter()
    json.array(row.cells) { json, cell in json.value(cell.text?.storable ?? "") }
    cells.append(String(decoding: json.bytes, as: UTF8.self))
    entered.append(values.json)
    problems.append(values.problems.isEmpty ? nil : Self.json(values.problems))
    identities.append(reader.identity(of: values))
  }

  static func json(_ problems: [FieldError]) -> String {
    var json = JSONWriter()
    json.array(problems) { json, problem in
      json.object { json in
        json.key("field")
        json.value(problem.field)
        json.key("rule")
        json.value(problem.rule)
        json.key("parameters")
        json.object { json in
          for (name, value) in problem.parameters.sorted(by: { $0.key < $1.key }) {
            json.key(named: name)
            json.value(value)
          }
        }
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }
}

/// What one row says.
struct ImportValues {
  private(set) var texts: [(field: String, text: String)] = []
  var problems: [FieldError] = []

  subscript(field: String) -> String? {
    texts.first { $0.field == field }?.text
  }

  mutating func set(_ field: String, _ text: String) {
    texts.append((field, text))
  }

  mutating func add(_ field: String, _ rule: String, _ parameters: [String: String] = [:]) {
    problems.append(FieldError(field: field, rule: rule, parameters: parameters))
  }

  var json: String {
    var json = JSONWriter()
    json.object { json in
      for (field, text) in texts {
        json.key(named: field)
        json.value(text)
      }
    }
    return String(decoding: json.bytes, as: UTF8.self)
  }

  /// A hash of what tells one person from another in the row, under which a choice is remembered. Nil
  /// for a row that names nobody.
  var personIdentity: String? {
    guard let name = self["nameKey"] else { return nil }
    return Self.hash([
      name, self["code"], self["birthOn"], self["phone"], self["unitKey"], self["jobRoleKey"],
    ])
  }

  /// A hash of all that the row says, under which an answer about it is remembered.
  func contentIdentity(_ kind: ImportKind) -> String? {
    texts.isEmpty ? nil : Self.hash([kind.rawValue] + texts.flatMap { [$0.field, $0.text] })
  }

  private static func hash(_ parts: [String?]) -> String {
    let text = parts.map { $0 ?? "" }.joined(separator: "\u{1F}")
    return SHA256.hash(data: Data(text.utf8)).hexadecimal
  }
}

extension Sequence<UInt8> {
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    var bytes: [UInt8] = []
    for byte in self {
      bytes.append(digits[Int(byte >> 4)])
      bytes.append(digits[Int(byte & 15)])
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension String {
  /// Without the one character that PostgreSQL has no place for.
  var storable: String {
    utf8.contains(0) ? replacing("\0", with: "") : self
  }
}
