import CPostgres

/// The rows of one statement. They stay in libpq's memory until the last copy of this is gone.
package struct Rows: Sendable {
  private let result: ResultHandle
  package let count: Int
  package let columnCount: Int

  init(_ result: ResultHandle) {
    self.result = result
    count = Int(PQntuples(result.pointer))
    columnCount = Int(PQnfields(result.pointer))
  }

  package var columnNames: [String] {
    (0..<columnCount).map { columnName($0) }
  }

  /// Rows inserted, updated, deleted, selected or copied.
  package var affected: Int {
    Int(String(cString: PQcmdTuples(result.pointer))) ?? 0
  }

  package func columnName(_ column: Int) -> String {
    PQfname(result.pointer, Int32(column)).map { String(cString: $0) } ?? ""
  }

  package func columnType(_ column: Int) -> PostgresType {
    PostgresType(rawValue: PQftype(result.pointer, Int32(column)))
  }

  package func isNull(_ row: Int, _ column: Int) -> Bool {
    PQgetisnull(result.pointer, Int32(row), Int32(column)) == 1
  }

  /// The binary value without a copy; nil is null. It lives as long as these rows: do not keep it.
  package func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer? {
    precondition(row >= 0 && row < count && column >= 0 && column < columnCount)
    let (row, column) = (Int32(row), Int32(column))
    if PQgetisnull(result.pointer, row, column) == 1 { return nil }
    return UnsafeRawBufferPointer(
      start: PQgetvalue(result.pointer, row, column),
      count: Int(PQgetlength(result.pointer, row, column)))
  }

  /// Throws `decoding` if the value is null or of another type.
  package func value<Value: PostgresDecodable>(
    _ row: Int, _ column: Int, as type: Value.Type = Value.self
  ) throws(PostgresError) -> Value {
    guard let value = try optional(row, column, as: type) else {
      throw .decoding("column \(columnName(column)) is null and not \(type)")
    }
    return value
  }

  /// Nil is null. Throws `decoding` if the value is of another type.
  package func optional<Value: PostgresDecodable>(
    _ row: Int, _ column: Int, as type: Value.Type = Value.self
  ) throws(PostgresError) -> Value? {
    guard let bytes = bytes(row, column) else { return nil }
    let columnType = columnType(column)
    guard let value = Value(postgres: bytes, type: columnType) else {
      throw .decoding(
        "column \(columnName(column)) of type \(columnType.rawValue) is not \(type)")
    }
    return value
  }

  /// Every row as one value each.
  package func decode<Row: Decodable>(_ type: Row.Type) throws(PostgresError) -> [Row] {
    let decoder = RowDecoder(self)
    var rows: [Row] = []
    rows.reserveCapacity(count)
    for index in 0..<count { rows.append(try decoder.decode(type, from: index)) }
    return rows
  }
}

/// Owns a `PGresult`. Unchecked, because libpq allows any number of threads to read one.
/// Source: libpq documentation, "Behavior in Threaded Programs".
final class ResultHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQclear(pointer)
  }
}
