import Foundation
import Testing

@testable import Spreadsheets

/// Bounds are met while reading, so that none of these takes long; `scripts/bench-spreadsheets` measures it.
@Suite struct HostileFileTests {
  @Test func aBombIsRefusedByItsRatio() throws {
    let data = try MadeWorkbook.data(
      sheet: "<worksheet><sheetData>" + String(repeating: " ", count: 50_000_000))
    #expect(refusal(of: data) == .limit(.ratio, most: 100))
  }

  @Test func aBombThatHidesItsSizeIsRefused() throws {
    var data = try MadeWorkbook.data(
      sheet: "<worksheet><sheetData>" + String(repeating: " ", count: 50_000_000))
    // The list at the end of an archive says what its files unpack to, at byte 24 of each entry.
    let size = withUnsafeBytes(of: UInt32(50_000_022).littleEndian) { Data($0) }
    let said = try #require(data.range(of: size, options: .backwards))
    data.replaceSubrange(said, with: [0, 8, 0, 0])
    #expect(refusal(of: data) == .malformed(.archive))
  }

  @Test func xmlWithoutARowIsRefused() throws {
    var limits = SpreadsheetLimits.upload
    limits.ratio = 10_000
    let data = try MadeWorkbook.data(
      sheet: "<worksheet><sheetData>" + String(repeating: "<row/>", count: 1_000_000))
    #expect(refusal(of: data, limits) == .limit(.emptiness, most: limits.freeBytes))
  }

  @Test(arguments: [
    ("<row>" + String(repeating: "<c/>", count: 1_001) + "</row>", SpreadsheetLimit.columns, 1_000),
    (
      "<row><c t=\"inlineStr\"><is><t>" + String(repeating: "a", count: 100_001)
        + "</t></is></c></row>", .cellBytes, 100_000
    ),
    ("<row r=\"200001\"><c><v>1</v></c></row>", .rows, 200_000),
    (String(repeating: "<a>", count: 40), .depth, 32),
  ])
  func aSheetBeyondABoundIsRefused(_ rows: String, limit: SpreadsheetLimit, most: Int) throws {
    let data = try MadeWorkbook.data(
      sheet: "<worksheet><sheetData>\(rows)</sheetData></worksheet>")
    #expect(refusal(of: data) == .limit(limit, most: most))
  }

  @Test func sharedTextsAreBoundedTogether() throws {
    var limits = SpreadsheetLimits.upload
    limits.sharedTextBytes = 1_000
    let text = "<si><t>" + String(repeating: "ễ", count: 100) + "</t></si>"
    let data = try MadeWorkbook.data(
      sheet: "<worksheet><sheetData/></worksheet>",
      texts: "<sst>" + String(repeating: text, count: 4) + "</sst>")
    #expect(refusal(of: data, limits) == .limit(.sharedTextBytes, most: 1_000))
  }

  @Test func anArchiveOfManyFilesIsRefusedBeforeTheyAreListed() throws {
    let data = try MadeWorkbook.archive((0..<2_001).map { ("\($0)", Data()) })
    #expect(refusal(of: data) == .limit(.entries, most: 2_000))
  }

  @Test func aDocumentTypeIsRefusedWhateverStandsBeforeIt() throws {
    let data = try MadeWorkbook.data(
      sheet: """
        <?xml version="1.0"?><!-- a --> <?b c?>
        <!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;&b;">]><worksheet>&d;</worksheet>
        """)
    #expect(refusal(of: data) == .malformed(.documentType))
  }

  @Test func aNameThatIsNotUTF8IsRefusedAndDoesNotStopTheProgram() throws {
    let damaged = try MadeWorkbook.archive([
      ("[Content_Types].xml", Data()),
      ("_rels/.rels", Data("<a>".utf8) + Data([0x3c, 0xec, 0x3e])),
    ])
    #expect(refusal(of: damaged) == .malformed(.xmlEncoding))
  }

  @Test(arguments: ["<?a?>", "<??>", "<?a??>", "<<?a?>"])
  func anInstructionThatSaysNothingIsRefusedAndDoesNotStopTheProgram(
    _ instruction: String
  ) throws {
    let data = try MadeWorkbook.data(
      sheet: "<worksheet>\(instruction)<sheetData/></worksheet>")
    #expect(refusal(of: data) == .malformed(.xml))
  }

  @Test func anInstructionThatSaysNothingIsFoundAcrossChunks() {
    var check = InstructionCheck()
    let isTaken = "<a><?b?>".utf8.map { byte in
      withUnsafePointer(to: byte) { check.take(UnsafeBufferPointer(start: $0, count: 1)) }
    }
    #expect(isTaken == [true, true, true, true, true, true, true, false])
  }

  @Test func anInstructionThatSaysSomethingIsPassedOver() throws {
    let data = try MadeWorkbook.data(
      sheet: "<?mso-application progid=\"Excel.Sheet\"?><worksheet><?a b?><sheetData/></worksheet>")
    #expect(refusal(of: data) == nil)
  }

  @Test func xmlInAnotherEncodingIsRefused() throws {
    let data = try MadeWorkbook.data(
      sheet: "<?xml version=\"1.0\" encoding=\"UTF-7\"?><worksheet><sheetData/></worksheet>")
    #expect(refusal(of: data) == .malformed(.xmlEncoding))
  }

  @Test(arguments: [
    (Data(count: 50_000_000), SpreadsheetError.Reason.unsupported(.binary)),
    (Data(repeating: 0x20, count: 10_000_000), .unsupported(.empty)),
    (Data(repeating: 0x61, count: 10_000_000), .limit(.cellBytes, most: 100_000)),
    (Data(repeating: 0x2c, count: 1_000_000), .limit(.columns, most: 1_000)),
    (Data("\"".utf8) + Data(repeating: 0x61, count: 10_000_000), .limit(.cellBytes, most: 100_000)),
    (Data("a\n".utf8) + Data(repeating: 0x0a, count: 300_000), .limit(.rows, most: 200_000)),
    (Data(repeating: 0xff, count: 1_000), .unknownEncoding),
    (Data(count: 50_000_001), .limit(.fileBytes, most: 50_000_000)),
  ])
  func nonsenseAsTextIsRefused(_ data: Data, reason: SpreadsheetError.Reason) {
    #expect(refusal(of: data) == reason)
  }

  private func refusal(
    of data: Data, _ limits: SpreadsheetLimits = .upload
  ) -> SpreadsheetError.Reason? {
    do {
      let file = try Spreadsheet(.bytes(data), limits: limits)
      try file.read(file.sheets[0]) { _ in .goOn }
      return nil
    } catch {
      return (error as? SpreadsheetError)?.reason
    }
  }
}
