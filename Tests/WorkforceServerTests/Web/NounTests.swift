import Foundation
import Localization
import Testing

@Suite struct NounTests {
  /// What is not found is named to people; a new noun must have its words.
  @Test func everyNounThatMayBeMissingHasWords() throws {
    let text = try Self.sources()
    let patterns = [
      #/notFound\("([a-z_-]+)"\)/#, #/\.find\(\s*"([a-z_-]+)"/#, #/noun: "([a-z_-]+)"/#,
    ]
    let nouns = Set(
      patterns.flatMap { text.matches(of: $0).map { $0.1.replacing("_", with: "-") } })

    let unnamed = nouns.filter { Words(.vi).ifPresent("noun.\($0)") == nil }

    #expect(unnamed.sorted() == [])
    #expect(nouns.count > 20)
  }

  private static func sources() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var text = ""
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      text += try String(contentsOf: file, encoding: .utf8)
    }
    return text
  }
}
