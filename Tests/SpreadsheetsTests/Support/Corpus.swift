import Foundation
import Testing

@testable import Spreadsheets

/// The files of `Corpus`, made by `scripts/make-corpus`.
enum Corpus {
  static let folder = Bundle.module.bundleURL.appending(path: "Corpus")

  static func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasSuffix(".expected") && !$0.hasSuffix(".diff") && $0 != "README.md" }
      .sorted()
  }

  static func open(_ name: String) throws -> Spreadsheet {
    try Spreadsheet(.path(folder.appending(path: name).path), limits: .upload)
  }
}
