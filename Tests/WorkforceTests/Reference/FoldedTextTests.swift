import Foundation
import Testing

@testable import Workforce

struct FoldedTextTests {
  @Test(arguments: ["Đặng Thị Hòa", "Dang Thi Hoa", "Đặng Thị Hoà", "  ĐẶNG\u{A0} THỊ\tHÒA "])
  func textsThatDifferInMarksAloneFoldAlike(_ text: String) {
    #expect(FoldedText(text).value == "dang thi hoa")
    #expect(FoldedText(text.decomposedStringWithCanonicalMapping).value == "dang thi hoa")
  }

  @Test func everyCharacterFoldsByItselfAsItDoesByItsDecomposition() {
    let texts = (UInt32(0)...0x1fff).compactMap { Unicode.Scalar($0) }.map { "a\($0) \($0)" }
    #expect(texts.map { FoldedText($0).value } == texts.map { FoldedText.decomposing($0) })
  }
}
