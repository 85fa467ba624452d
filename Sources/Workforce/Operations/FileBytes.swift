import Foundation

/// The content of a file of any kind: base64 in JSON; the command line takes the file's name in its
/// place.
package struct FileBytes: Codable, Sendable, Hashable, Shaped {
  package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let data = Data(base64Encoded: text) else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "not base64"))
    }
    bytes = [UInt8](data)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Data(bytes).base64EncodedString())
  }

  package static var shape: Shape { .text(format: "base64") }
  package static var sample: FileBytes { FileBytes([]) }
}
