/// One row as a `Decoder`: a keyed container of its columns, or its only column as a value.
struct RecordDecoder: Decoder {
  let rows: RowDecoder
  let row: Int
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RecordContainer<Key>(rows: rows, row: row))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try field().unkeyedContainer()
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    try field()
  }

  private func field() throws -> FieldDecoder {
    guard rows.keys.count == 1 else {
      throw PostgresError.decoding("one value was wanted of a row of \(rows.keys.count) columns")
    }
    return FieldDecoder(
      bytes: rows.rows.bytes(row, 0), type: rows.types[0], name: rows.rows.columnName(0),
      codingPath: [])
  }
}

private struct RecordContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let rows: RowDecoder
  let row: Int
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { rows.keys.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool {
    rows.column(key.stringValue) != nil
  }

  func decodeNil(forKey key: Key) throws -> Bool {
    rows.rows.isNull(row, try column(key))
  }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key) }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key) }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key) }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key) }
  func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key) }
  func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key) }
  func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key) }
  func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key) }
  func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key) }
  func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key) }
  func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key) }
  func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key) }
  func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key) }
  func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key) }

  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try rows.decode(type, row: row, column: try column(key), path: [key])
  }

  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
    try optional(key)
  }

  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try optional(key) }

  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    guard let column = rows.column(key.stringValue), !rows.rows.isNull(row, column) else {
      return nil
    }
    return try rows.decode(type, row: row, column: column, path: [key])
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try field(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try field(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    throw PostgresError.decoding("a row has no super decoder")
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try field(key) }

  private func column(_ key: Key) throws -> Int {
    guard let column = rows.column(key.stringValue) else {
      throw PostgresError.decoding("there is no column for the field \(key.stringValue)")
    }
    return column
  }

  private func value<Value: PostgresDecodable>(_ key: Key) throws -> Value {
    try rows.rows.value(row, try column(key), as: Value.self)
  }

  /// A missing column is nil, as a missing key of JSON.
  private func optional<Value: PostgresDecodable>(_ key: Key) throws -> Value? {
    guard let column = rows.column(key.stringValue) else { return nil }
    return try rows.rows.optional(row, column, as: Value.self)
  }

  private func field(_ key: Key) throws -> FieldDecoder {
    let column = try column(key)
    return FieldDecoder(
      bytes: rows.rows.bytes(row, column), type: rows.types[column],
      name: rows.rows.columnName(column), codingPath: [key])
  }
}
