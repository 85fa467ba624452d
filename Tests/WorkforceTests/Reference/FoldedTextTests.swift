import Foundation
import Testing

@testable import Workforce

struct FoldedTextTests {
  @Test(arguments: ["Đặng Thị Hòa", "Dang Thi Hoa", "Đặng Thị Hoà", "  ĐẶNG\u{A0} THỊ\tHÒA "])
  func textsThatDifferInMarksAloneFoldAlike(_ text: String) {
    #expect(FoldedText(text).value == "dang thi hoa")
    #expect(FoldedText(text.decomposedStringWithCanonicalMapping).value == "dang thi hoa")
  }
}
