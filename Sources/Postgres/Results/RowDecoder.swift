import Foundation

/// Reads rows into `Decodable` values: a column `started_on` is the field `startedOn`.
///
/// A column of `json` or `jsonb` is decoded as JSON unless the field is a string or `JSONText`.
package final class RowDecoder {
  let rows: Rows
  let keys: [String]
  let types: [PostgresType]
  private let columns: [String: Int]
  /// Fields are usually asked for in the order of the columns, so the next one is tried first.
  private var next = 0

  package init(_ rows: Rows) {
    self.rows = rows
    keys = (0..<rows.columnCount).map { Self.camelCase(rows.columnName($0), initialisms: true) }
    types = (0..<rows.columnCount).map { rows.columnType($0) }
    var columns: [String: Int] = [:]
    for (column, key) in keys.enumerated() {
      let name = rows.columnName(column)
      for spelling in [key, Self.camelCase(name, initialisms: false), name]
      where columns[spelling] == nil {
        columns[spelling] = column
      }
    }
    self.columns = columns
  }

  /// Throws `decoding`, which names the column.
  package func decode<Row: Decodable>(
    _ type: Row.Type, from row: Int
  ) throws(PostgresError) -> Row {
    next = 0
    do {
      return try Row(from: RecordDecoder(rows: self, row: row))
    } catch let error as PostgresError {
      throw error
    } catch DecodingError.keyNotFound(let key, _) {
      throw .decoding("there is no column for \(key.stringValue) of \(type)")
    } catch DecodingError.valueNotFound(_, let context) {
      throw .decoding("\(Self.path(context.codingPath)) of \(type) is null")
    } catch DecodingError.typeMismatch(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      throw .decoding("\(Self.path(context.codingPath)) of \(type) has another type or value")
    } catch {
      throw .decoding("\(type) could not be made of a row")
    }
  }

  func column(_ key: String) -> Int? {
    if next < keys.count, keys[next] == key {
      next += 1
      return next - 1
    }
    guard let column = columns[key] else { return nil }
    next = column + 1
    return column
  }

  /// A column of one whole row as `Decodable` of any kind.
  func decode<Value: Decodable>(
    _ type: Value.Type, row: Int, column: Int, path: [any CodingKey]
  ) throws -> Value {
    guard let bytes = rows.bytes(row, column) else {
      guard let optional = Value.self as? any ExpressibleByNilLiteral.Type,
        let none = optional.init(nilLiteral: ()) as? Value
      else { throw PostgresError.decoding("column \(rows.columnName(column)) is null") }
      return none
    }
    let field = FieldDecoder(
      bytes: bytes, type: types[column], name: rows.columnName(column), codingPath: path)
    return try field.decode(type)
  }

  static func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "a column" : keys.map(\.stringValue).joined(separator: ".")
  }

  /// `external_ref` → `externalRef`; `firm_id` → `firmID`, or `firmId` without initialisms.
  static func camelCase(_ column: String, initialisms: Bool) -> String {
    let words = column.split(separator: "_")
    guard words.count > 1 else { return column }
    return words[0]
      + words.dropFirst().map { word in
        switch word {
        case "id" where initialisms: "ID"
        case "ids" where initialisms: "IDs"
        case "url" where initialisms: "URL"
        default: word.prefix(1).uppercased() + word.dropFirst()
        }
      }.joined()
  }
}
