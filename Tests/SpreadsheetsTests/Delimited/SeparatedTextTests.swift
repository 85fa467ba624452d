import Testing

@testable import Spreadsheets

struct SeparatedTextTests {
  @Test(arguments: [
    ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    ("a,\n,", [["a", ""], ["", ""]]),
    ("\"a,b\",\"c\"\"d\",\"\"\n", [["a,b", "c\"d", ""]]),
    ("\"dòng\nmới\",x\n", [["dòng\nmới", "x"]]),
    (" a , b\n", [[" a ", " b"]]),
    ("a\rb,c\n", [["a\rb", "c"]]),
    ("a\n\nb\n", [["a"], [""], ["b"]]),
    ("", []),
  ])
  func fieldsAreKeptAsTheyAreWritten(_ text: String, fields: [[String]]) throws {
    #expect(
      try SeparatedText(text.utf8, separator: UInt8(ascii: ",")).records.map(\.fields) == fields)
  }

  @Test func aRecordKnowsItsLine() throws {
    let text = "a\n\"b\nb\"\nc"
    #expect(
      try SeparatedText(text.utf8, separator: UInt8(ascii: ",")).records.map(\.line) == [1, 2, 4])
  }

  @Test(arguments: [
    ("a\n\"b", 2, SeparatedText.Fault.quoteNeverClosed),
    ("a\"b\n", 1, .quoteInsideField),
    ("a\n\"b\"c\n", 2, .textAfterQuote),
    ("\"b\"\rc\n", 1, .textAfterQuote),
  ])
  func aMalformedTextIsRefusedAtItsLine(_ text: String, line: Int, fault: SeparatedText.Fault) {
    #expect(throws: SeparatedText.Failure(line: line, fault: fault)) {
      try SeparatedText(text.utf8, separator: UInt8(ascii: ","))
    }
  }

  @Test func bytesThatAreNotUTF8AreRefused() {
    #expect(throws: SeparatedText.Failure(line: 1, fault: .notUTF8)) {
      try SeparatedText([0x61, 0xff, 0x0a], separator: UInt8(ascii: ","))
    }
  }

  @Test func aSemicolonSeparatesWhenAskedTo() throws {
    let text = "a;b,c\n"
    #expect(
      try SeparatedText(text.utf8, separator: UInt8(ascii: ";")).records.map(\.fields) == [
        ["a", "b,c"]
      ])
  }
}
