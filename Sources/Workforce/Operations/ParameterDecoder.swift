import Foundation
import Postgres

/// Decodes an input from texts by field name: the path and query of a request, the options of a
/// command. A list is given by repeating the field or by commas; an object as JSON.
package struct ParameterDecoder {
  let values: [String: [String]]

  package init(_ values: [String: [String]]) {
    self.values = values
  }

  /// Throws an `AppError` that names the field and what it should be.
  package func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try Value(from: Root(values: values))
  }

  private struct Root: Decoder {
    let values: [String: [String]]
    let codingPath: [any CodingKey] = []
    let userInfo: [CodingUserInfoKey: Any] = [:]

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
      KeyedDecodingContainer(Keyed<Key>(values: values))
    }
    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
      throw AppError(.invalidInput, "error.invalid_input")
    }
    func singleValueContainer() throws -> any SingleValueDecodingContainer {
      throw AppError(.invalidInput, "error.invalid_input")
    }
  }

  private struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let values: [String: [String]]
    let codingPath: [any CodingKey] = []
    var allKeys: [Key] { values.keys.compactMap(Key.init(stringValue:)) }

    func contains(_ key: Key) -> Bool { values[key.stringValue]?.isEmpty == false }

    /// An empty text is an absent value: forms send every field.
    func decodeNil(forKey key: Key) -> Bool {
      values[key.stringValue].map { $0.allSatisfy(\.isEmpty) } ?? true
    }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      let field = key.stringValue
      guard let texts = values[field], !texts.isEmpty else {
        if let empty = [] as [Never] as? Value { return empty }
        throw AppError.invalid(field, "field.required")
      }
      return try ParameterValue(texts: texts, field: field).decode(type)
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
      throw AppError.invalid(key.stringValue, "field.malformed")
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
      throw AppError.invalid(key.stringValue, "field.malformed")
    }
    func superDecoder() throws -> any Decoder { Root(values: values) }
    func superDecoder(forKey key: Key) throws -> any Decoder { Root(values: values) }
  }
}

/// The texts of one field, read as the type that the input declares.
struct ParameterValue: Decoder {
  let texts: [String]
  let field: String
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let text = texts.last ?? ""
    func required<Parsed>(_ parsed: Parsed?, _ rule: String) throws -> Value {
      guard let value = parsed as? Value else { throw AppError.invalid(field, rule) }
      return value
    }
    if type == String.self { return try required(text, "field.malformed") }
    if text.isEmpty, texts.count <= 1, !(type is any ListDecodable.Type) {
      throw AppError.invalid(field, "field.required")
    }
    if type == Int.self { return try required(Int(text), "field.not_a_whole_number") }
    if type == Int64.self { return try required(Int64(text), "field.not_a_whole_number") }
    if type == Double.self { return try required(Double(text), "field.not_a_number") }
    if type == Decimal.self {
      return try required(
        Decimal(string: text, locale: Foundation.Locale(identifier: "en_US_POSIX")),
        "field.not_a_number")
    }
    if type == Bool.self { return try required(Self.boolean(text), "field.not_yes_or_no") }
    if type == UUID.self { return try required(UUID(text: text), "field.not_an_id") }
    if type == CalendarDate.self {
      return try required(try CalendarDate(text, inField: field), "field.not_a_date")
    }
    if type == Date.self { return try required(JSONCoding.moment(text), "field.not_a_moment") }
    if type is any ListDecodable.Type { return try Value(from: self) }
    do {
      return try Value(from: self)
    } catch is DecodingError {
      throw AppError.invalid(field, "field.not_a_choice")
    }
  }

  private static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes", "on", "1": true
    case "false", "no", "off", "0": false
    default: nil
    }
  }

  func container<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    throw AppError.invalid(field, "field.malformed")
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    let isList = texts.count > 1
    let elements =
      isList
      ? texts
      : (texts.first ?? "").split(separator: ",").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    return Elements(elements: elements.filter { !$0.isEmpty }, field: field)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { Single(value: self) }

  private struct Single: SingleValueDecodingContainer {
    let value: ParameterValue
    let codingPath: [any CodingKey] = []
    func decodeNil() -> Bool { value.texts.isEmpty }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try value.decode(type) }
  }

  private struct Elements: UnkeyedDecodingContainer {
    let elements: [String]
    let field: String
    let codingPath: [any CodingKey] = []
    var currentIndex = 0
    var count: Int? { elements.count }
    var isAtEnd: Bool { currentIndex >= elements.count }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      let path = "\(field)[\(currentIndex)]"
      let text = elements[currentIndex]
      currentIndex += 1
      return try ParameterValue(texts: [text], field: path).decode(type)
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) throws -> KeyedDecodingContainer<Nested> {
      throw AppError.invalid(field, "field.malformed")
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
      throw AppError.invalid(field, "field.malformed")
    }
    mutating func superDecoder() throws -> any Decoder {
      throw AppError.invalid(field, "field.malformed")
    }
  }
}

/// Marks lists, which may be given as no text at all.
private protocol ListDecodable {}
extension Array: ListDecodable {}
