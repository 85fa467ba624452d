import Foundation
import Testing

@testable import Spreadsheets

struct HeaderTests {
  @Test func aHeaderIsFoundBelowItsTitles() throws {
    let text = "Công ty ABC;;\nDANH SÁCH NHÂN VIÊN;;\n\nSTT;Họ và tên (*);Ngày sinh\n1;A;1/1/2000\n"
    let file = try Spreadsheet(.bytes(Data(text.utf8)), limits: .upload)
    let finder = HeaderFinder(
      [("name", ["Họ và tên", "Full name"]), ("birth", ["Ngày sinh"])], remembered: [:])
    let match = try #require(finder.find(in: file.rows(of: file.sheets[0], most: 40)))
    #expect(match.rows == 4...4)
    #expect(match.columns(of: "name") == [1])
    #expect(match.columns(of: "birth") == [2])
    #expect(match.unknown.map(\.heading) == ["STT"])
  }
}
