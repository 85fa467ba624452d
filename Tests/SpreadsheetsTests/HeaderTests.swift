import Foundation
import Testing

@testable import Spreadsheets

struct HeaderTests {
  static let finder = HeaderFinder(
    [
      ("code", ["Mã nhân viên", "Mã NV", "Employee code"]),
      ("name", ["Họ và tên", "Full name"]),
      ("birth", ["Ngày sinh", "Date of birth"]),
      ("phone", ["Điện thoại", "Phone"]),
      ("start", ["Ngày vào"]),
    ], remembered: [:])

  @Test(arguments: [
    ("staff-plain.xlsx", 1...1, [0, 1, 2, 3]),
    ("staff-title-rows.xlsx", 5...5, [0, 1, 2, 3]),
    ("staff-titles.csv", 4...4, [0, 1, 2, 3]),
    ("staff-two-row-header.xlsx", 2...2, [0, 1, 2, 3]),
    ("staff-libreoffice.xlsx", 5...5, [0, 1, 2, 3]),
    ("staff-sep-line.csv", 2...2, [0, 1, 2, 3]),
  ])
  func theHeaderIsFoundBelowItsTitles(
    _ name: String, rows: ClosedRange<Int>, columns: [Int]
  ) throws {
    let match = try #require(try Self.match(Corpus.open(name)))
    #expect(match.rows.upperBound == rows.upperBound)
    #expect(["code", "name", "birth", "phone"].flatMap(match.columns) == columns)
  }

  @Test func aHeadingMergedOverTwoColumnsIsOneField() throws {
    let match = try #require(
      try Self.match(
        Corpus.open("staff-name-over-two-columns.xlsx"),
        [
          ("name", ["Họ và tên"]), ("year", ["Năm sinh"]),
        ]))
    #expect(match.columns(of: "name") == [1, 2])
    #expect(match.contested == [])
  }

  @Test(arguments: ["staff-name-over-two-columns.xlsx", "staff-libreoffice-name-alone.xlsx"])
  func aNameMergedOverTwoColumnsIsEnoughAmongHeadingsThatNobodyKnows(_ name: String) throws {
    let match = try #require(try Self.match(Corpus.open(name)))
    #expect(match.columns(of: "name") == [1, 2])
    #expect(match.unknown.count == 2)
  }

  @Test func oneWordAmongOthersIsNoHeader() throws {
    let finder = HeaderFinder([("unit", ["Phòng"])], remembered: [:])
    let file = try Spreadsheet(
      .bytes(Data("Phòng,Kế toán,Tháng,11\na,b,c,d\n".utf8)), limits: .upload)
    let match = finder.find(in: try file.rows(of: file.sheets[0], most: 40))
    #expect(match == nil)
  }

  @Test func aHeadingOfTwoRowsIsReadTogether() throws {
    let match = try #require(try Self.match("Mã,Ngày,Điện\nNV,sinh,thoại\n1,2,3\n"))
    #expect(match.rows == 1...2)
    #expect(match.columns(of: "birth") == [1])
    #expect(match.columns(of: "phone") == [2])
  }

  @Test func whatIsNotSureIsOfferedAndNotTaken() throws {
    let match = try #require(try Self.match("Họ và tên (*),Mã nv.,Ngày vào Đảng,STT\na,b,c,d\n"))
    #expect(match.columns.map(\.field) == ["name", "code", nil, nil])
    #expect(match.columns[2].suggestion == "start")
    #expect(match.unknown.map(\.heading) == ["Ngày vào Đảng", "STT"])
  }

  @Test func aSlipOfOneLetterIsForgivenInALongName() throws {
    let match = try #require(try Self.match("HO VA TEN,Dien thoaii\na,b\n"))
    #expect(match.columns(of: "phone") == [1])
    #expect(match.columns[1].certainty < 1)
  }

  @Test func twoColumnsThatClaimOneFieldAreContested() throws {
    let match = try #require(try Self.match("Họ và tên,Full name,Ngày sinh\na,b,c\n"))
    #expect(match.contested == ["name"])
  }

  @Test func whatAPersonSaidBeforeIsRemembered() throws {
    let finder = HeaderFinder(
      [("name", ["Họ và tên"]), ("birth", ["Ngày sinh"])],
      remembered: [HeadingKey("Sinh"): "birth", HeadingKey("Ngày sinh"): nil])
    let file = try Spreadsheet(
      .bytes(Data("Họ và tên,SINH,Ngày sinh\na,b,c\n".utf8)), limits: .upload)
    let match = try #require(finder.find(in: file.rows(of: file.sheets[0], most: 40)))
    #expect(match.columns.map(\.field) == ["name", "birth", nil])
  }

  @Test func aTableWithoutKnownHeadingsHasNone() throws {
    let match = try Self.match("1,2,3\n4,5,6\n")
    #expect(match?.rows == nil)
  }

  private static func match(_ text: String) throws -> HeaderMatch<String>? {
    try match(Spreadsheet(.bytes(Data(text.utf8)), limits: .upload))
  }

  private static func match(
    _ file: Spreadsheet, _ names: [(String, [String])]? = nil
  ) throws -> HeaderMatch<String>? {
    let finder = names.map { HeaderFinder($0, remembered: [:]) } ?? Self.finder
    return finder.find(in: try file.rows(of: file.sheets[0], most: 40))
  }
}
