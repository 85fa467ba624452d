import Foundation
import Testing

@testable import Localization

struct WordBookTests {
  static let book = WordBook.shipped

  @Test func everyKeyHasWordsInBothLanguages() {
    let incomplete = Self.book.entries.filter { _, texts in
      Language.allCases.contains { (texts[$0] ?? "").isEmpty }
    }
    #expect(incomplete.keys.sorted() == [])
  }

  @Test func theTwoLanguagesTakeTheSameParameters() {
    let different = Self.book.entries.filter { _, texts in
      let parameters = Language.allCases.map { Set(Words.parameters(of: texts[$0] ?? "")) }
      return Set(parameters).count != 1
    }
    #expect(different.keys.sorted() == [])
  }

  @Test func noTwoFilesGiveOneKeyDifferentWords() {
    #expect(Self.book.conflicts == [])
  }

  @Test func everyWordOfATemplateExists() throws {
    let missing = try Templates.keys().filter { Self.book.entries[$0] == nil }
    #expect(missing.sorted() == [])
  }

  @Test func aMissingWordShowsItsKey() {
    #expect(Words(.vi)["no.such.word"] == "no.such.word")
  }

  @Test func parametersAreFilledWhereTheyStand() {
    let words = Words(.vi)
    #expect(
      words["people.summary", ["active": "82", "left": "4"]]
        == "82 người đang làm việc, 4 người đã nghỉ")
  }
}

/// The templates of the pages, read where they stand in the repository.
private enum Templates {
  static func keys() throws -> Set<String> {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let folder = root.appending(path: "Sources/WorkforceServer/Resources/templates")
    var keys: Set<String> = []
    let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "mustache" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: /@\{([^}]*)\}/) { keys.insert(String(match.1)) }
    }
    try #require(!keys.isEmpty)
    return keys
  }
}
