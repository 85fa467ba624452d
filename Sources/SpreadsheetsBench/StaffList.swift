import Foundation
import Spreadsheets

/// A staff list of invented people, as long as wanted, written by the product's own writers.
enum StaffList {
  static func write(rows: Int, to path: String) throws {
    let format: TableWriter.Format =
      path.hasSuffix(".xlsx") ? .workbook : .delimited(.vietnamese)
    let columns = [
      TableColumn("Mã NV", .text), TableColumn("Họ và tên", .text),
      TableColumn("Ngày sinh", .date), TableColumn("Điện thoại", .text),
      TableColumn("Email", .text), TableColumn("Đơn vị", .text), TableColumn("Ngày vào làm", .date),
    ]
    let writer = try TableWriter(format, path: path, name: "Nhân viên", columns: columns)
    for number in 0..<rows {
      let family = families[number % families.count]
      let given = givens[number / families.count % givens.count]
      let born = CellMoment.Day(
        year: 1965 + number % 40, month: 1 + number % 12, day: 1 + number % 28)
      let began = CellMoment.Day(year: 2010 + number % 16, month: 1 + number % 12, day: 1)
      try writer.write(
        [
          .text("NV\(String(1_000_000 + number).dropFirst())"),
          .text("\(family) Thị \(given) \(number)"), .moment(CellMoment(day: born, seconds: nil)),
          .text("09\(String(100_000_000 + number).dropFirst())"), .text("nv\(number)@example.vn"),
          .text("Phòng \(number % 60)"), .moment(CellMoment(day: began, seconds: nil)),
        ], comments: [:])
    }
    try writer.close()
  }

  private static let families = ["Nguyễn", "Trần", "Lê", "Phạm", "Huỳnh", "Đặng", "Bùi", "Đỗ"]
  private static let givens = ["Ánh Tuyết", "Hữu Phước", "Ngọc Bửu", "Thuỳ Dương", "Quốc Việt"]
}
