import Foundation
import Testing

@testable import Spreadsheets

struct WritingTests {
  static let columns = [
    TableColumn("Mã NV", .text), TableColumn("Ngày sinh", .date), TableColumn("Lương", .money),
    TableColumn("Điểm", .number), TableColumn("Ghi chú", .text),
  ]
  static let moment = CellMoment(day: .init(year: 1990, month: 2, day: 28), seconds: nil)
  static let row: [WrittenValue] = [
    .text("0012"), .moment(moment), .whole(15_000_000), .number(7.5), .text("=1+1"),
  ]

  @Test func whatIsWrittenToAWorkbookIsReadAgain() throws {
    let rows = try Self.read(.workbook, [Self.row])
    #expect(
      rows[1].cells.map(\.value) == [
        .text("0012"), .moment(Self.moment),
        .number(CellNumber(15_000_000, padding: nil)),
        .number(CellNumber(7.5, padding: nil)), .text("=1+1"),
      ])
  }

  @Test(arguments: [
    "0012", "+84905123456", "=1+1", "-", "@a", "'=1", "'", "'chào", "1E5", "3/4", "a;b", "a,b",
    "\"Biển\" Xanh", "dòng\nmới", "0", "123456789012", "Nguyễn", "–", "＝1",
  ])
  func aTextWrittenToDelimitedTextIsReadAgain(_ text: String) throws {
    let rows = try Self.read(.delimited(.vietnamese), [[.text(text), .text("x")]])
    #expect(rows[1][0] == .text(text))
  }

  @Test(arguments: [
    (DelimitedWriter.Dialect.vietnamese, "\t0012;1990-02-28;15000000;7,5;'=1+1\r\n"),
    (.english, "\"\t0012\",1990-02-28,15000000,7.5,'=1+1\r\n"),
  ])
  func delimitedTextIsWhatExcelOfTheLanguageTakes(
    _ dialect: DelimitedWriter.Dialect, line: String
  ) {
    let written = String(decoding: DelimitedWriter(dialect).line(Self.row), as: UTF8.self)
    #expect(written.replacing("\"\t0012\"", with: "\t0012") == line.replacing("\"", with: ""))
  }

  @Test func delimitedTextBeginsWithItsMark() throws {
    let data = try Self.file(.delimited(.english), [])
    #expect(data.starts(with: DelimitedWriter.byteOrderMark))
  }

  @Test func aTemplateHasItsListsHiddenColumnsAndComments() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { unlink(path) }
    let writer = try WorkbookWriter(path: path)
    let unit = TableColumn(
      title: "Đơn vị", kind: .text, width: nil, isHidden: false,
      choices: (1...300).map { "Phòng \($0)" }, comment: "Chọn một đơn vị")
    let id = TableColumn(
      title: "id", kind: .text, width: nil, isHidden: true, choices: [], comment: nil)
    try writer.begin(sheet: "Nhân viên", titles: ["Danh sách"], columns: [unit, id])
    try writer.write([.text("Phòng 1"), .text("a")], comments: [0: "Không có đơn vị này"])
    try writer.close()
    let file = try Spreadsheet(.path(path), limits: .upload)
    #expect(file.sheets.map(\.visibility) == [.visible, .hidden])
    #expect(try file.layout(of: file.sheets[0]).isHidden(column: 1))
    #expect(try file.rows(of: file.sheets[1], most: 1_000).count == 300)
    #expect(try file.rows(of: file.sheets[0], most: 3).map(\.number) == [1, 2, 3])
  }

  private static func read(
    _ format: TableWriter.Format, _ rows: [[WrittenValue]]
  ) throws -> [Row] {
    let file = try Spreadsheet(.bytes(try file(format, rows)), limits: .upload)
    return try file.rows(of: file.sheets[0], most: 100)
  }

  private static func file(
    _ format: TableWriter.Format, _ rows: [[WrittenValue]]
  ) throws -> Data {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString).path
    defer { unlink(path) }
    let writer = try TableWriter(format, path: path, name: "Nhân viên", columns: columns)
    for row in rows { try writer.write(row, comments: [:]) }
    try writer.close()
    return try Data(contentsOf: URL(fileURLWithPath: path))
  }
}
