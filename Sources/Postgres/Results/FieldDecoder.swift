import Foundation

/// One value of a column, or one element of an array in it, as a `Decoder`.
struct FieldDecoder: Decoder, SingleValueDecodingContainer {
  /// Nil is null.
  let bytes: UnsafeRawBufferPointer?
  let type: PostgresType
  let name: String
  let codingPath: [any CodingKey]
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw PostgresError.decoding("column \(name) is not an object: make it jsonb")
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard let bytes else { throw PostgresError.decoding("column \(name) is null") }
    return try ArrayContainer(bytes: bytes, name: name, codingPath: codingPath)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { bytes == nil }

  func decode(_ type: Bool.Type) throws -> Bool { try value() }
  func decode(_ type: String.Type) throws -> String { try value() }
  func decode(_ type: Double.Type) throws -> Double { try value() }
  func decode(_ type: Float.Type) throws -> Float { try value() }
  func decode(_ type: Int.Type) throws -> Int { try value() }
  func decode(_ type: Int8.Type) throws -> Int8 { try value() }
  func decode(_ type: Int16.Type) throws -> Int16 { try value() }
  func decode(_ type: Int32.Type) throws -> Int32 { try value() }
  func decode(_ type: Int64.Type) throws -> Int64 { try value() }
  func decode(_ type: UInt.Type) throws -> UInt { try value() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try value() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try value() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try value() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try value() }

  func decode<Value: Decodable>(_ wanted: Value.Type) throws -> Value {
    if wanted == UUID.self { return try cast(value() as UUID) }
    if wanted == String.self { return try cast(value() as String) }
    if wanted == CalendarDate.self { return try calendarDate() }
    if wanted == Date.self { return try cast(value() as Date) }
    if wanted == Numeric.self { return try cast(value() as Numeric) }
    if wanted == Decimal.self { return try cast((value() as Numeric).decimal) }
    if wanted == JSONText.self { return try cast(value() as JSONText) }
    if type == .bytea { return try byteArray() }
    if type.isJSON, let bytes { return try json(wanted, bytes) }
    return try Value(from: self)
  }

  private func value<Value: PostgresDecodable>() throws -> Value {
    guard let bytes else {
      throw PostgresError.decoding("column \(name) is null and not \(Value.self)")
    }
    guard let value = Value(postgres: bytes, type: type) else {
      throw PostgresError.decoding(
        "column \(name) of type \(type.rawValue) is not \(Value.self)")
    }
    return value
  }

  private func calendarDate<Value>() throws -> Value {
    if type.isJSON || type == .text {
      let text = try value() as String
      let quotes = CharacterSet(charactersIn: "\"")
      return try cast(CalendarDate(text.trimmingCharacters(in: quotes)))
    }
    return try cast(value() as CalendarDate)
  }

  private func byteArray<Value>() throws -> Value {
    let contents = bytes.map { Array($0) } ?? []
    return try Value.self == Data.self ? cast(Data(contents)) : cast(contents)
  }

  private func cast<Value, Wanted>(_ value: Value) throws -> Wanted {
    guard let wanted = value as? Wanted else {
      throw PostgresError.decoding("column \(name) is not \(Wanted.self)")
    }
    return wanted
  }

  private func json<Value: Decodable>(
    _ wanted: Value.Type, _ bytes: UnsafeRawBufferPointer
  ) throws -> Value {
    let text = type == .jsonb ? bytes.dropFirst() : bytes[...]
    do {
      return try Self.jsonDecoder.decode(wanted, from: Data(text))
    } catch DecodingError.keyNotFound(let key, let context) {
      throw PostgresError.decoding(
        "\(key.stringValue) is missing in \(path(context)) of \(wanted)")
    } catch DecodingError.typeMismatch(_, let context),
      DecodingError.dataCorrupted(let context), DecodingError.valueNotFound(_, let context)
    {
      throw PostgresError.decoding(
        "\(path(context)) has another type or value than \(wanted) needs")
    }
  }

  private func path(_ context: DecodingError.Context) -> String {
    ([name] + context.codingPath.map(\.stringValue)).joined(separator: ".")
  }

  /// Keys as columns are spelled; times as PostgreSQL writes them into JSON.
  private static let jsonDecoder: JSONDecoder = {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .custom { path in
      FieldKey(RowDecoder.camelCase(path[path.count - 1].stringValue, initialisms: true))
    }
    decoder.dateDecodingStrategy = .custom { decoder in
      let container = try decoder.singleValueContainer()
      let text = try container.decode(String.self)
      let style = Date.ISO8601FormatStyle(includingFractionalSeconds: text.contains("."))
      do {
        return try style.parse(text)
      } catch {
        // Foundation's error quotes the text.
        throw DecodingError.dataCorruptedError(
          in: container, debugDescription: "A time is written as in ISO 8601.")
      }
    }
    return decoder
  }()
}

/// A name or an index as a key.
struct FieldKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ name: String) {
    stringValue = name
    intValue = nil
  }

  init?(stringValue: String) {
    self.init(stringValue)
  }

  init(intValue: Int) {
    stringValue = String(intValue)
    self.intValue = intValue
  }
}
