import Seeds
import Spreadsheets

/// One row of a file of `seeds/demo`, read column by column.
struct DemoFileRow {
  let file: DemoFile
  let line: Int
  private let fields: [String: String]

  static func all(of file: DemoFile) throws -> [DemoFileRow] {
    let records = try SeparatedText(try file.bytes(), separator: UInt8(ascii: ",")).records
    let header = records.first?.fields ?? []
    return try records.dropFirst().map { record in
      guard record.fields.count == header.count else {
        throw DemoFileError(file: file, line: record.line, column: "its number of fields")
      }
      return DemoFileRow(
        file: file, line: record.line,
        fields: Dictionary(uniqueKeysWithValues: zip(header, record.fields)))
    }
  }

  func error(_ column: String) -> DemoFileError {
    DemoFileError(file: file, line: line, column: column)
  }

  /// Nil when empty.
  func optional(_ column: String) -> String? {
    fields[column].flatMap { $0.isEmpty ? nil : $0.precomposed }
  }

  func text(_ column: String) throws -> String {
    try known(column, optional(column))
  }

  func integer(_ column: String) throws -> Int {
    try known(column, Int(try text(column)))
  }

  func known<Value>(_ column: String, _ value: Value?) throws -> Value {
    guard let value else { throw error(column) }
    return value
  }

  /// `LE_TAN:4|CSKH:2` as names with numbers.
  func pairs(_ column: String, separator: Character) throws -> [(String, Int)] {
    try text(column).split(separator: "|").map { pair in
      let parts = pair.split(separator: separator)
      guard parts.count == 2, let number = Int(parts[1]) else { throw error(column) }
      return (String(parts[0]), number)
    }
  }
}
