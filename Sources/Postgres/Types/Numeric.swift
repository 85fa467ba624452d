import Foundation

/// An exact decimal number, for money and other `numeric` columns.
package struct Numeric: Hashable, Sendable {
  package let decimal: Decimal

  package init(_ decimal: Decimal) {
    self.decimal = decimal
  }
}

extension Numeric: Comparable {
  package static func < (left: Numeric, right: Numeric) -> Bool { left.decimal < right.decimal }
}

extension Numeric: CustomStringConvertible {
  package var description: String { decimal.description }
}

extension Numeric: Codable {
  package init(from decoder: any Decoder) throws {
    decimal = try decoder.singleValueContainer().decode(Decimal.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(decimal)
  }
}

/// Source: `numeric_send` of PostgreSQL: count, weight, sign and scale, then digits of base 10,000.
extension Numeric: PostgresEncodable {
  package static var postgresType: PostgresType { .numeric }
  package static var postgresArrayType: PostgresType { .numericArray }

  package func encode(into bytes: inout [UInt8]) {
    if decimal.isNaN {
      for field in [0, 0, 0xc000, 0] as [UInt16] { bytes.append(bigEndian: field) }
      return
    }
    let parts = decimal.magnitude.description.split(separator: ".")
    var whole: [Int16] = parts[0].utf8.map { Int16($0 - 0x30) }
    let fraction: [Int16] = parts.count > 1 ? parts[1].utf8.map { Int16($0 - 0x30) } : []
    let lead = (4 - whole.count % 4) % 4
    whole.insert(contentsOf: [Int16](repeating: 0, count: lead), at: 0)
    let trail = (4 - fraction.count % 4) % 4
    let digits: [Int16] = whole + fraction + [Int16](repeating: 0, count: trail)
    let groups: [Int16] = stride(from: 0, to: digits.count, by: 4).map { start in
      digits[start..<(start + 4)].reduce(0) { $0 * 10 + $1 }
    }
    bytes.append(bigEndian: Int16(groups.count))
    bytes.append(bigEndian: Int16(whole.count / 4 - 1))
    bytes.append(bigEndian: UInt16(decimal.sign == .minus ? 0x4000 : 0))
    bytes.append(bigEndian: Int16(fraction.count))
    for group in groups { bytes.append(bigEndian: group) }
  }
}

extension Numeric: PostgresDecodable {
  package init?(postgres bytes: UnsafeRawBufferPointer, type: PostgresType) {
    switch type {
    case .int2, .int4, .int8:
      guard let whole = Int(postgres: bytes, type: type) else { return nil }
      self.init(Decimal(whole))
    case .numeric:
      guard let decimal = Self.decimal(bytes) else { return nil }
      self.init(decimal)
    default:
      return nil
    }
  }

  /// Nil for infinities and what a `Decimal`, of 38 digits, cannot hold.
  private static func decimal(_ bytes: UnsafeRawBufferPointer) -> Decimal? {
    guard bytes.count >= 8 else { return nil }
    let count = Int(bytes.bigEndian(at: 0, as: Int16.self))
    let weight = Int(bytes.bigEndian(at: 2, as: Int16.self))
    let sign = bytes.bigEndian(at: 4, as: UInt16.self)
    if sign == 0xc000 { return .nan }
    guard sign == 0 || sign == 0x4000, count >= 0, bytes.count == 8 + 2 * count else { return nil }
    var text = sign == 0x4000 ? "-" : ""
    for index in 0..<count {
      let group = String(bytes.bigEndian(at: 8 + 2 * index, as: Int16.self))
      text += String(repeating: "0", count: 4 - group.count) + group
    }
    if count == 0 { text += "0" }
    text += "e\((weight - max(count, 1) + 1) * 4)"
    return Decimal(string: text, locale: nil)
  }
}
