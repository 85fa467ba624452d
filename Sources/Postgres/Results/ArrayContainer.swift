/// The elements of a one-dimensional PostgreSQL array. Source: `array_send`; see `encodeArray`.
struct ArrayContainer: UnkeyedDecodingContainer {
  private let bytes: UnsafeRawBufferPointer
  private let elementType: PostgresType
  private let name: String
  private var offset: Int
  let codingPath: [any CodingKey]
  let elementCount: Int
  var currentIndex = 0
  var count: Int? { elementCount }
  var isAtEnd: Bool { currentIndex >= elementCount }

  init(bytes: UnsafeRawBufferPointer, name: String, codingPath: [any CodingKey]) throws {
    guard bytes.count >= 12, (0...1).contains(bytes.bigEndian(at: 0, as: Int32.self)),
      bytes.count >= 20 || bytes.bigEndian(at: 0, as: Int32.self) == 0
    else { throw PostgresError.decoding("column \(name) is not an array of one dimension") }
    self.bytes = bytes
    self.name = name
    self.codingPath = codingPath
    elementType = PostgresType(rawValue: bytes.bigEndian(at: 8, as: UInt32.self))
    let isEmpty = bytes.bigEndian(at: 0, as: Int32.self) == 0
    elementCount = isEmpty ? 0 : Int(bytes.bigEndian(at: 12, as: Int32.self))
    offset = 20
  }

  mutating func decodeNil() throws -> Bool {
    let field = try peek()
    if field.bytes != nil { return false }
    advance(field)
    return true
  }

  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    let field = try peek()
    let value = try field.decode(type)
    advance(field)
    return value
  }

  mutating func nestedContainer<Key: CodingKey>(
    keyedBy type: Key.Type
  ) throws -> KeyedDecodingContainer<Key> {
    try superDecoder().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try superDecoder().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder {
    let field = try peek()
    advance(field)
    return field
  }

  private func peek() throws -> FieldDecoder {
    guard !isAtEnd, offset + 4 <= bytes.count else {
      throw PostgresError.decoding("column \(name) has no element \(currentIndex)")
    }
    let length = Int(bytes.bigEndian(at: offset, as: Int32.self))
    guard length <= bytes.count - offset - 4 else {
      throw PostgresError.decoding("column \(name) is a broken array")
    }
    return FieldDecoder(
      bytes: length < 0
        ? nil : UnsafeRawBufferPointer(rebasing: bytes[(offset + 4)..<(offset + 4 + length)]),
      type: elementType, name: name, codingPath: codingPath + [FieldKey(intValue: currentIndex)])
  }

  private mutating func advance(_ field: FieldDecoder) {
    offset += 4 + (field.bytes?.count ?? 0)
    currentIndex += 1
  }
}
