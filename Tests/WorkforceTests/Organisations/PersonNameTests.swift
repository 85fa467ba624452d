import Foundation
import Spreadsheets
import Testing

@testable import Workforce

struct PersonNameTests {
  @Test(
    arguments: [
      ("Nguyễn Thị Minh Anh", "Nguyễn", "Thị Minh", "Anh"),
      ("  Lê   Anh ", "Lê", nil, "Anh"),
      ("Hòa", nil, nil, "Hòa"),
      ("Trần\u{A0}Văn\tĐức", "Trần", "Văn", "Đức"),
      ("Y Moan Êñuôl", "Y", "Moan", "Êñuôl"),
      ("Seán O’Brien", "Seán", nil, "O’Brien"),
    ] as [(String, String?, String?, String)])
  func aNameIsSplitInVietnameseOrder(
    _ text: String, family: String?, middle: String?, given: String
  ) throws {
    let name = try PersonName(text)
    #expect(name.family == family)
    #expect(name.middle == middle)
    #expect(name.given == given)
  }

  @Test func aDecomposedNameIsStoredComposed() throws {
    let decomposed = "Đặng Thị Hòa".decomposedStringWithCanonicalMapping
    let name = try PersonName(decomposed)
    #expect(Array(name.full.utf8) == Array("Đặng Thị Hòa".utf8))
  }

  @Test(arguments: [
    ("", PersonNameError.empty),
    (" \u{200B} ", .empty),
    (String(repeating: "An ", count: 80), .tooLong),
    ("Nguyễn Văn A2", .notLetters),
    ("=cmd|' /C calc'!A0", .notLetters),
    ("...", .notLetters),
    ("NguyÔn V¨n An", .unreadable),
    ("Nguyeãn Vaên An", .unreadable),
    ("Nguyá»…n VÄƒn An", .unreadable),
    ("Nguy\u{FFFD}n An", .unreadable),
  ])
  func aTextThatIsNoNameIsRefusedForItsOwnReason(_ text: String, reason: PersonNameError) {
    #expect(throws: reason) { try PersonName(text) }
  }

  @Test(arguments: [
    "Nguyễn Thúy Hoà", "Đỗ Quỳnh Như", "NGUYỄN THỊ ÁNH", "Trần Ái Vân", "Phạm Xoăn", "Huỳnh Khuê",
    "Lương Thuý Oanh", "Ngô Tiến Ước", "Vũ Thị Uyển", "Lý Hải Âu", "Zoé Noël",
  ])
  func aRealNameIsNotTakenForALegacyEncoding(_ text: String) {
    #expect(!LegacyText.isLikely(text))
  }
}
