import CXLSXWriter
import Foundation

/// Writes an `.xlsx` file row by row; a row is on the disk when the next one begins.
///
/// It belongs to one task at a time. Without ``close()`` there is no file.
package final class WorkbookWriter {
  /// Rows below the header that the lists of a template reach.
  private static let listRows = 5_000

  private var workbook: UnsafeMutablePointer<lxw_workbook>?
  private let formats: CellFormats
  private var sheet: UnsafeMutablePointer<lxw_worksheet>?
  private var columns: [TableColumn] = []
  private var row: UInt32 = 0
  private var lists: [[String]] = []

  /// - Parameter path: where the file will be; what is there is overwritten.
  package init(path: String) throws(TableWritingError) {
    var options = lxw_workbook_options()
    options.constant_memory = 1
    guard let workbook = workbook_new_opt(path, &options) else {
      throw TableWritingError(detail: "workbook_new_opt")
    }
    self.workbook = workbook
    formats = CellFormats(workbook)
  }

  deinit {
    // Closing is the library's only way to free; a file that was not finished is the caller's to
    // remove, as after any failure.
    if let workbook { workbook_close(workbook) }
  }

  /// Begins a sheet; rows go into the one begun last.
  ///
  /// - Parameters:
  ///   - name: cut and cleaned to what Excel accepts.
  ///   - titles: lines above the header.
  package func begin(
    sheet name: String, titles: [String], columns: [TableColumn]
  ) throws(TableWritingError) {
    let added = workbook_add_worksheet(workbook, Self.sheetName(name))
    guard let added else { throw TableWritingError(detail: "workbook_add_worksheet") }
    sheet = added
    self.columns = columns
    row = 0
    for title in titles {
      try check(worksheet_write_string(added, row, 0, Self.cut(title), formats.title))
      row += 1
    }
    for (index, column) in columns.enumerated() { try declare(column, UInt16(index), added) }
    row += 1
    worksheet_freeze_panes(added, row, 0)
    for (index, column) in columns.enumerated() where !column.choices.isEmpty {
      try offer(column.choices, UInt16(index), added)
    }
  }

  /// - Parameter comments: shown when the pointer is on a cell, by column from 0.
  package func write(
    _ values: [WrittenValue], comments: [Int: String]
  ) throws(TableWritingError) {
    guard let sheet else { throw TableWritingError(detail: "no sheet was begun") }
    for (index, value) in values.enumerated() {
      let kind = index < columns.count ? columns[index].kind : .text
      try write(value, kind, UInt16(index), sheet)
    }
    for (index, comment) in comments.sorted(by: { $0.key < $1.key }) {
      try check(worksheet_write_comment(sheet, row, UInt16(index), Self.cut(comment)))
    }
    row += 1
  }

  /// Makes the file whole. Nothing may be written afterwards.
  package func close() throws(TableWritingError) {
    try writeLists()
    let closing = workbook
    workbook = nil
    try check(workbook_close(closing))
  }

  private func declare(
    _ column: TableColumn, _ index: UInt16, _ sheet: UnsafeMutablePointer<lxw_worksheet>
  ) throws(TableWritingError) {
    var options = lxw_row_col_options()
    options.hidden = column.isHidden ? 1 : 0
    try check(
      worksheet_set_column_opt(
        sheet, index, index, column.width ?? column.kind.width(title: column.title),
        formats.of(column.kind), &options))
    try check(
      worksheet_write_string(sheet, row, index, Self.cut(column.title), formats.header))
    if let comment = column.comment {
      try check(worksheet_write_comment(sheet, row, index, Self.cut(comment)))
    }
  }

  /// A list within the rule itself may have 255 characters; units of a firm have more, so they stand
  /// on a hidden sheet.
  private func offer(
    _ choices: [String], _ index: UInt16, _ sheet: UnsafeMutablePointer<lxw_worksheet>
  ) throws(TableWritingError) {
    lists.append(choices)
    let letters = CellPlace.letters(lists.count - 1)
    var rule = lxw_data_validation()
    rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST_FORMULA.rawValue)
    rule.error_type = UInt8(LXW_VALIDATION_ERROR_TYPE_WARNING.rawValue)
    let formula = "=\(Self.listsName)!$\(letters)$1:$\(letters)$\(choices.count)"
    let fault = formula.withCString { text in
      rule.value_formula = UnsafeMutablePointer(mutating: text)
      return worksheet_data_validation_range(
        sheet, row, index, row + UInt32(Self.listRows), index, &rule)
    }
    try check(fault)
  }

  private static let listsName = "lists"

  private func writeLists() throws(TableWritingError) {
    guard !lists.isEmpty else { return }
    guard let sheet = workbook_add_worksheet(workbook, Self.listsName) else {
      throw TableWritingError(detail: "workbook_add_worksheet")
    }
    worksheet_hide(sheet)
    for line in 0..<(lists.map(\.count).max() ?? 0) {
      for (index, list) in lists.enumerated() where line < list.count {
        try check(
          worksheet_write_string(sheet, UInt32(line), UInt16(index), Self.cut(list[line]), nil))
      }
    }
  }

  private func write(
    _ value: WrittenValue, _ kind: TableColumn.Kind, _ index: UInt16,
    _ sheet: UnsafeMutablePointer<lxw_worksheet>
  ) throws(TableWritingError) {
    switch value {
    case .empty: break
    case .text(let text):
      try check(worksheet_write_string(sheet, row, index, Self.cut(text), formats.text))
    case .whole(let number):
      // Excel keeps fifteen digits.
      if number.magnitude < 1_000_000_000_000_000 {
        try check(worksheet_write_number(sheet, row, index, Double(number), formats.of(kind)))
      } else {
        try write(.text(String(number)), kind, index, sheet)
      }
    case .number(let number):
      guard number.isFinite else { return }
      try check(worksheet_write_number(sheet, row, index, number, formats.of(kind)))
    case .moment(let moment):
      if let serial = DateSystem.serial(moment) {
        try check(worksheet_write_number(sheet, row, index, serial, formats.of(moment)))
      } else {
        try write(.text(moment.shown), kind, index, sheet)
      }
    case .truth(let isTrue):
      try check(worksheet_write_boolean(sheet, row, index, isTrue ? 1 : 0, nil))
    }
  }

  private func check(_ fault: lxw_error) throws(TableWritingError) {
    guard fault == LXW_NO_ERROR else {
      throw TableWritingError(detail: String(cString: lxw_strerror(fault)))
    }
  }

  /// To the length that a cell may have, which is counted in UTF-16.
  private static func cut(_ text: String) -> String {
    guard text.utf16.count > 32_767 else { return text }
    return String(decoding: Array(text.utf16.prefix(32_766)), as: UTF16.self) + "…"
  }

  private static func sheetName(_ name: String) -> String {
    var kept = String(name.map { "[]:*?/\\'".contains($0) ? " " : $0 })
    while kept.utf16.count > 31 { kept.removeLast() }
    let isTaken = kept.lowercased() == listsName || kept.lowercased() == "history"
    return kept.isEmpty || isTaken ? "Sheet1" : kept
  }
}

extension TableColumn.Kind {
  fileprivate func width(title: String) -> Double {
    let least: Double =
      switch self {
      case .text: 18
      case .whole, .number: 10
      case .money: 16
      case .date: 12
      case .dateAndTime: 18
      }
    return min(40, max(least, Double(title.count) + 3))
  }
}
