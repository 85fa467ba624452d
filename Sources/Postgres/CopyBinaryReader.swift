import Foundation

/// Reads rows of `copy … to stdout (format binary)` chunk by chunk.
/// Source: PostgreSQL documentation of COPY, "Binary Format".
package struct CopyBinaryReader {
  private static let headerSize = 19
  private var isStarted = false

  package init() {}

  /// - Parameter chunk: whole rows, as `copyOut` gives them.
  package mutating func read(
    _ chunk: [UInt8], row: (inout CopyBinaryRow) throws -> Void
  ) throws {
    try chunk.withUnsafeBytes { bytes in
      var at = 0
      if !isStarted {
        guard bytes.count >= Self.headerSize else {
          throw PostgresError.misuse("a copy began without its header")
        }
        let extra = CopyBinaryRow.integer(bytes, 15)
        at = Self.headerSize + Int(extra)
        isStarted = true
      }
      while at + 2 <= bytes.count {
        let fields = Int16(bitPattern: UInt16(bytes[at]) << 8 | UInt16(bytes[at + 1]))
        at += 2
        // The trailer of the whole copy.
        guard fields >= 0 else { return }
        var reader = CopyBinaryRow(bytes: bytes, at: at)
        try row(&reader)
        at = reader.at
      }
    }
  }
}

/// The fields of one row, which must be read in order and all of them.
package struct CopyBinaryRow {
  let bytes: UnsafeRawBufferPointer
  fileprivate(set) var at: Int

  /// `int4`; nil for null.
  package mutating func integer() throws(PostgresError) -> Int32? {
    guard let start = try field(of: 4) else { return nil }
    return Self.integer(bytes, start)
  }

  /// `float8`; nil for null.
  package mutating func double() throws(PostgresError) -> Double? {
    guard let start = try field(of: 8) else { return nil }
    var bits: UInt64 = 0
    for index in 0..<8 { bits = bits << 8 | UInt64(bytes[start + index]) }
    return Double(bitPattern: bits)
  }

  package mutating func uuid() throws(PostgresError) -> UUID? {
    guard let start = try field(of: 16) else { return nil }
    return bytes.loadUnaligned(fromByteOffset: start, as: UUID.self)
  }

  package mutating func text() throws(PostgresError) -> String? {
    guard let (start, size) = try any() else { return nil }
    return String(decoding: bytes[start..<start + size], as: UTF8.self)
  }

  private mutating func field(of size: Int) throws(PostgresError) -> Int? {
    guard let (start, found) = try any() else { return nil }
    guard found == size else { throw .misuse("a copied field has \(found) bytes, not \(size)") }
    return start
  }

  /// Where the next field stands and its size; nil for null.
  private mutating func any() throws(PostgresError) -> (start: Int, size: Int)? {
    guard at + 4 <= bytes.count else { throw .misuse("a copied row ends before its fields") }
    let size = Int(Self.integer(bytes, at))
    at += 4
    guard size >= 0 else { return nil }
    guard at + size <= bytes.count else { throw .misuse("a copied field ends before its size") }
    let start = at
    at += size
    return (start, size)
  }

  static func integer(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Int32 {
    var bits: UInt32 = 0
    for index in 0..<4 { bits = bits << 8 | UInt32(bytes[start + index]) }
    return Int32(bitPattern: bits)
  }
}
