/// JSON as text, bound to and read from `jsonb` and `json` without being parsed.
package struct JSONText: Hashable, Sendable {
  package let utf8: [UInt8]

  package init(utf8: [UInt8]) {
    self.utf8 = utf8
  }

  package init(_ text: String) {
    utf8 = Array(text.utf8)
  }

  package var text: String { String(decoding: utf8, as: UTF8.self) }
}

extension JSONText: PostgresEncodable {
  package static var postgresType: PostgresType { .jsonb }
  package static var postgresArrayType: PostgresType { .jsonbArray }

  /// The binary format of `jsonb` is its version, 1, and the text.
  package func encode(into bytes: inout [UInt8]) {
    bytes.append(1)
    bytes.append(contentsOf: utf8)
  }
}
