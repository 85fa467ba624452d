import Foundation

/// A value that can be read from a column in binary.
package protocol PostgresDecodable {
  /// Nil if a value of this type cannot be this one.
  init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType)
}

extension UnsafeRawBufferPointer {
  /// The bounds must have been checked.
  func bigEndian<Value: FixedWidthInteger>(at offset: Int, as type: Value.Type) -> Value {
    Value(bigEndian: loadUnaligned(fromByteOffset: offset, as: type))
  }
}

extension Bool: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    guard type == .bool, bytes.count == 1 else { return nil }
    self = bytes[0] != 0
  }
}

extension FixedWidthInteger {
  /// Any integer column, if the value fits; `count(…)` is `bigint` and a field may be smaller.
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    switch (type, bytes.count) {
    case (.int8, 8): self.init(exactly: bytes.bigEndian(at: 0, as: Int64.self))
    case (.int4, 4): self.init(exactly: bytes.bigEndian(at: 0, as: Int32.self))
    case (.int2, 2): self.init(exactly: bytes.bigEndian(at: 0, as: Int16.self))
    case (.oid, 4): self.init(exactly: bytes.bigEndian(at: 0, as: UInt32.self))
    default: return nil
    }
  }
}

extension Int: PostgresDecodable {}
extension Int64: PostgresDecodable {}
extension Int32: PostgresDecodable {}
extension Int16: PostgresDecodable {}
extension Int8: PostgresDecodable {}
extension UInt: PostgresDecodable {}
extension UInt64: PostgresDecodable {}
extension UInt32: PostgresDecodable {}
extension UInt16: PostgresDecodable {}
extension UInt8: PostgresDecodable {}

extension Double: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    switch (type, bytes.count) {
    case (.float8, 8):
      self.init(bitPattern: bytes.bigEndian(at: 0, as: UInt64.self))
    case (.float4, 4):
      self.init(Float(bitPattern: bytes.bigEndian(at: 0, as: UInt32.self)))
    case (.numeric, _):
      guard let numeric = Numeric(postgres: bytes, type: type) else { return nil }
      self = NSDecimalNumber(decimal: numeric.decimal).doubleValue
    default:
      guard let whole = Int(postgres: bytes, type: type) else { return nil }
      self.init(whole)
    }
  }
}

extension Float: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    guard let double = Double(postgres: bytes, type: type) else { return nil }
    self.init(double)
  }
}

extension String: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    switch type {
    case .int2, .int4, .int8, .float4, .float8, .numeric, .bool, .uuid, .bytea, .date, .timestamp,
      .timestamptz:
      // Binary, not text; a field of the right type says what is meant.
      return nil
    case .jsonb:
      self.init(decoding: bytes.dropFirst(), as: UTF8.self)
    default:
      self.init(decoding: bytes, as: UTF8.self)
    }
  }
}

extension UUID: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    guard type == .uuid, bytes.count == 16 else { return nil }
    self.init(uuid: bytes.loadUnaligned(as: uuid_t.self))
  }
}

extension Date: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    guard type == .timestamptz || type == .timestamp, bytes.count == 8 else { return nil }
    switch bytes.bigEndian(at: 0, as: Int64.self) {
    case .max: self = .distantFuture
    case .min: self = .distantPast
    case let microseconds:
      self.init(timeIntervalSinceReferenceDate: Double(microseconds) / 1_000_000 - 31_622_400)
    }
  }
}

extension CalendarDate: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    guard type == .date, bytes.count == 4 else { return nil }
    self.init(dayNumber: Int(bytes.bigEndian(at: 0, as: Int32.self)) + Self.postgresEpoch)
  }
}

extension JSONText: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    switch type {
    case .jsonb: self.init(utf8: Array(bytes.dropFirst()))
    case .json: self.init(utf8: Array(bytes))
    default: return nil
    }
  }
}
