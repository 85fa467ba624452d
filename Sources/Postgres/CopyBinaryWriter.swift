/// Rows in the binary format of `copy … with (format binary)`, gathered to chunks of 64 KiB.
package struct CopyBinaryWriter {
  /// Source: PostgreSQL documentation of COPY, "Binary Format": signature, flags, extension.
  private static let header: [UInt8] =
    [0x50, 0x47, 0x43, 0x4f, 0x50, 0x59, 0x0a, 0xff, 0x0d, 0x0a, 0x00]
    + [UInt8](repeating: 0, count: 8)
  private static let chunkSize = 65_536

  private let writer: CopyWriter
  private var bytes = header

  package init(_ writer: CopyWriter) {
    self.writer = writer
    bytes.reserveCapacity(Self.chunkSize + 4096)
  }

  /// Values must have exactly the types of the columns: copy casts nothing.
  package mutating func append<each Value: PostgresEncodable>(
    row values: repeat each Value
  ) async throws(PostgresError) {
    var count: Int16 = 0
    for _ in repeat each values { count += 1 }
    bytes.append(bigEndian: count)
    for value in repeat each values { value.encodeWithLength(into: &bytes) }
    if bytes.count >= Self.chunkSize { try await send() }
  }

  /// Must be called after the last row.
  package mutating func finish() async throws(PostgresError) {
    bytes.append(bigEndian: Int16(-1))
    try await send()
  }

  private mutating func send() async throws(PostgresError) {
    try await writer.write(bytes)
    bytes.removeAll(keepingCapacity: true)
  }
}
