import Foundation
import Testing

@testable import Spreadsheets

struct CorpusTests {
  @Test(arguments: try Corpus.names())
  func everyFileIsReadAsItIsExpected(_ name: String) throws {
    let expected = try String(
      contentsOf: Corpus.folder.appending(path: name + ".expected"), encoding: .utf8)
    let read = Transcript(path: Corpus.folder.appending(path: name).path)
    #expect(read.json == expected)
  }

  @Test func theCorpusIsThere() throws {
    #expect(try Corpus.names().count >= 80)
  }
}
