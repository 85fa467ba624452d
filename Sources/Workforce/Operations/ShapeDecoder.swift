import Foundation

/// A decoder that answers every question with a sample and writes down what was asked.
struct ShapeDecoder: Decoder {
  final class Notes {
    var fields: [Shape.Field] = []
    var element: Shape?
    var single: Shape?
    var wasUnkeyed = false
  }

  let notes = Notes()
  let depth: Int
  let codingPath: [any CodingKey] = []
  let userInfo: [CodingUserInfoKey: Any] = [:]

  static func discover<Value: Decodable>(
    _ type: Value.Type, depth: Int
  ) throws -> (shape: Shape, sample: Value) {
    if let shaped = type as? any Shaped.Type, let sample = shaped.sample as? Value {
      return (shaped.shape, sample)
    }
    if let cases = type as? any CaseIterable.Type, let found = enumeration(cases),
      let sample = found.first as? Value
    {
      return (.enumeration(found.names), sample)
    }
    let decoder = ShapeDecoder(depth: depth)
    let sample = try Value(from: decoder)
    // Not `String(describing:)`, which first looks for how a type describes itself: for all types of the
    // product that is a tenth of a second of every command.
    return (decoder.shape(named: _typeName(type, qualified: false)), sample)
  }

  private func shape(named name: String) -> Shape {
    if let element = notes.element { return .array(element) }
    if let single = notes.single { return single }
    // A type without fields asks for no container at all, and is an object all the same.
    if notes.wasUnkeyed { return .array(.map) }
    return notes.fields.isEmpty && name.hasPrefix("Dictionary")
      ? .map : .object(name: name, fields: notes.fields)
  }

  private static func enumeration(
    _ type: any CaseIterable.Type
  ) -> (first: Any, names: [String])? {
    func open<Enumeration: CaseIterable>(
      _ type: Enumeration.Type
    ) -> (first: Any, names: [String])? {
      let names = type.allCases.compactMap { ($0 as? any RawRepresentable)?.rawValue as? String }
      guard let first = type.allCases.first, names.count == type.allCases.count else { return nil }
      return (first, names)
    }
    return open(type)
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    return KeyedDecodingContainer(Keyed<Key>(notes: notes, depth: depth))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer {
    notes.wasUnkeyed = true
    return Unkeyed(notes: notes, depth: depth)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer {
    Single(notes: notes, depth: depth)
  }

  struct Keyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let notes: Notes
    let depth: Int
    let codingPath: [any CodingKey] = []
    let allKeys: [Key] = []

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
      try note(type, key, isOptional: false)
    }

    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
      try note(type, key, isOptional: true)
    }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
      try note(type, key, isOptional: true)
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
      try note(type, key, isOptional: true)
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
      try note(type, key, isOptional: true)
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
      try note(type, key, isOptional: true)
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
      try note(type, key, isOptional: true)
    }

    private func note<Value: Decodable>(
      _ type: Value.Type, _ key: Key, isOptional: Bool
    ) throws -> Value {
      let found = try discover(type, depth: depth + 1)
      notes.fields.append(
        Shape.Field(name: key.stringValue, shape: found.shape, isOptional: isOptional))
      return found.sample
    }

    func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
      KeyedDecodingContainer(ShapeDecoder.Keyed<Nested>(notes: Notes(), depth: depth + 1))
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedDecodingContainer {
      Unkeyed(notes: Notes(), depth: depth + 1)
    }
    func superDecoder() -> any Decoder { ShapeDecoder(depth: depth + 1) }
    func superDecoder(forKey key: Key) -> any Decoder { ShapeDecoder(depth: depth + 1) }
  }

  struct Unkeyed: UnkeyedDecodingContainer {
    let notes: Notes
    let depth: Int
    let codingPath: [any CodingKey] = []
    var currentIndex = 0
    let count: Int? = 1
    /// A type that holds itself stops at four levels.
    var isAtEnd: Bool { currentIndex >= 1 || depth > 4 }

    mutating func decodeNil() -> Bool { false }

    mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      currentIndex += 1
      let found = try discover(type, depth: depth + 1)
      notes.element = found.shape
      return found.sample
    }

    mutating func nestedContainer<Nested: CodingKey>(
      keyedBy type: Nested.Type
    ) -> KeyedDecodingContainer<Nested> {
      KeyedDecodingContainer(Keyed<Nested>(notes: Notes(), depth: depth + 1))
    }
    mutating func nestedUnkeyedContainer() -> any UnkeyedDecodingContainer {
      Unkeyed(notes: Notes(), depth: depth + 1)
    }
    mutating func superDecoder() -> any Decoder { ShapeDecoder(depth: depth + 1) }
  }

  struct Single: SingleValueDecodingContainer {
    let notes: Notes
    let depth: Int
    let codingPath: [any CodingKey] = []

    func decodeNil() -> Bool { false }

    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
      let found = try discover(type, depth: depth + 1)
      notes.single = found.shape
      return found.sample
    }
  }
}
