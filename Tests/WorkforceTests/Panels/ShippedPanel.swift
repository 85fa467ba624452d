import Foundation

@testable import Workforce

/// The Michigan job-training panel, as the documents have it.
enum ShippedPanel {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "docs/examples/jtrain")

  static func read<Value: Decodable>(_ type: Value.Type, _ file: String) throws -> Value {
    try JSONCoding.decoder().decode(
      type, from: Data(contentsOf: folder.appending(path: file)))
  }
}
