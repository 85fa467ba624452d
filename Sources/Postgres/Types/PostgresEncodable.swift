import Foundation

/// A value that can be bound to a parameter, in binary.
package protocol PostgresEncodable: Sendable {
  static var postgresType: PostgresType { get }
  /// The type of an array of these; unspecified where PostgreSQL has none.
  static var postgresArrayType: PostgresType { get }
  var isNull: Bool { get }
  func encode(into bytes: inout [UInt8])
  static func encodeArray(_ elements: [Self], into bytes: inout [UInt8])
}

extension PostgresEncodable {
  package var isNull: Bool { false }

  /// Source: `array_recv` of PostgreSQL: dimensions, null flag, element type, then size and lower
  /// bound of the one dimension, then the elements.
  package static func encodeArray(_ elements: [Self], into bytes: inout [UInt8]) {
    bytes.append(bigEndian: Int32(elements.isEmpty ? 0 : 1))
    bytes.append(bigEndian: Int32(elements.contains { $0.isNull } ? 1 : 0))
    bytes.append(bigEndian: postgresType.rawValue)
    if elements.isEmpty { return }
    bytes.append(bigEndian: Int32(elements.count))
    bytes.append(bigEndian: Int32(1))
    for element in elements { element.encodeWithLength(into: &bytes) }
  }

  /// The length in four bytes (−1 for null), then the value: as in arrays and in binary copy.
  func encodeWithLength(into bytes: inout [UInt8]) {
    guard !isNull else {
      bytes.append(bigEndian: Int32(-1))
      return
    }
    let start = bytes.count
    bytes.append(bigEndian: Int32(0))
    encode(into: &bytes)
    let length = UInt32(bytes.count - start - 4)
    for index in 0..<4 {
      bytes[start + index] = UInt8(truncatingIfNeeded: length >> UInt32(24 - 8 * index))
    }
  }
}

extension PostgresEncodable where Self: RawRepresentable, RawValue: PostgresEncodable {
  package static var postgresType: PostgresType { RawValue.postgresType }
  package static var postgresArrayType: PostgresType { RawValue.postgresArrayType }
  package func encode(into bytes: inout [UInt8]) { rawValue.encode(into: &bytes) }
}

extension Bool: PostgresEncodable {
  package static var postgresType: PostgresType { .bool }
  package static var postgresArrayType: PostgresType { .boolArray }
  package func encode(into bytes: inout [UInt8]) { bytes.append(self ? 1 : 0) }
}

extension Int16: PostgresEncodable {
  package static var postgresType: PostgresType { .int2 }
  package static var postgresArrayType: PostgresType { .int2Array }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int32: PostgresEncodable {
  package static var postgresType: PostgresType { .int4 }
  package static var postgresArrayType: PostgresType { .int4Array }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int64: PostgresEncodable {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: self) }
}

extension Int: PostgresEncodable {
  package static var postgresType: PostgresType { .int8 }
  package static var postgresArrayType: PostgresType { .int8Array }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int64(self)) }
}

extension Double: PostgresEncodable {
  package static var postgresType: PostgresType { .float8 }
  package static var postgresArrayType: PostgresType { .float8Array }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: bitPattern) }
}

extension String: PostgresEncodable {
  package static var postgresType: PostgresType { .text }
  package static var postgresArrayType: PostgresType { .textArray }
  package func encode(into bytes: inout [UInt8]) { bytes.append(contentsOf: utf8) }
}

extension UUID: PostgresEncodable {
  package static var postgresType: PostgresType { .uuid }
  package static var postgresArrayType: PostgresType { .uuidArray }
  package func encode(into bytes: inout [UInt8]) {
    Swift.withUnsafeBytes(of: uuid) { bytes.append(contentsOf: $0) }
  }
}

extension Date: PostgresEncodable {
  package static var postgresType: PostgresType { .timestamptz }
  package static var postgresArrayType: PostgresType { .timestamptzArray }
  package func encode(into bytes: inout [UInt8]) {
    bytes.append(bigEndian: microsecondsSince2000)
  }

  /// PostgreSQL counts from 2000-01-01 UTC, which is 366 days before Foundation's 2001-01-01.
  /// Far outside its range (4713 BC to AD 294276) a date becomes ±infinity, as PostgreSQL spells it.
  private var microsecondsSince2000: Int64 {
    let microseconds = (timeIntervalSinceReferenceDate + 31_622_400) * 1_000_000
    return Int64(exactly: microseconds.rounded()) ?? (microseconds > 0 ? .max : .min)
  }
}

/// A byte has no type of its own in PostgreSQL; an array of them is `bytea`.
extension UInt8: PostgresEncodable {
  package static var postgresType: PostgresType { .int2 }
  package static var postgresArrayType: PostgresType { .bytea }
  package func encode(into bytes: inout [UInt8]) { bytes.append(bigEndian: Int16(self)) }
  package static func encodeArray(_ elements: [UInt8], into bytes: inout [UInt8]) {
    bytes.append(contentsOf: elements)
  }
}

extension Optional: PostgresEncodable where Wrapped: PostgresEncodable {
  package static var postgresType: PostgresType { Wrapped.postgresType }
  package static var postgresArrayType: PostgresType { Wrapped.postgresArrayType }
  package var isNull: Bool { self?.isNull ?? true }
  package func encode(into bytes: inout [UInt8]) { self?.encode(into: &bytes) }
}

extension Array: PostgresEncodable where Element: PostgresEncodable {
  package static var postgresType: PostgresType { Element.postgresArrayType }
  package static var postgresArrayType: PostgresType {
    postgresType == .bytea ? .byteaArray : .unspecified
  }
  package func encode(into bytes: inout [UInt8]) { Element.encodeArray(self, into: &bytes) }
}
