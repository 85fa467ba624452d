/// Values in PostgreSQL's binary format, one after the other.
package struct Binds: Sendable {
  var bytes: [UInt8] = []
  /// Of each value; −1 is null.
  var lengths: [Int32] = []
  var types: [UInt32] = []

  package init() {}

  /// Room for so many values of the size of an id.
  init(capacity: Int) {
    bytes.reserveCapacity(capacity * 16)
    lengths.reserveCapacity(capacity)
    types.reserveCapacity(capacity)
  }

  package mutating func append(_ value: some PostgresEncodable) {
    types.append(type(of: value).postgresType.rawValue)
    guard !value.isNull else {
      lengths.append(-1)
      return
    }
    let start = bytes.count
    value.encode(into: &bytes)
    lengths.append(Int32(bytes.count - start))
  }
}

extension [UInt8] {
  /// Network byte order, as every binary format of PostgreSQL.
  mutating func append(bigEndian value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.bigEndian) { append(contentsOf: $0) }
  }
}
