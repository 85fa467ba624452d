import Foundation

/// Everything that is read from a file, as JSON with one line a row: what the tests compare, and what
/// a person looks at who wants to know why a file is read as it is.
package struct Transcript {
  package let json: String

  /// A refusal is part of the transcript.
  package init(path: String) {
    var lines: [String] = []
    do throws(SpreadsheetError) {
      let file = try Spreadsheet(.path(path), limits: .upload)
      switch file.kind {
      case .workbook: lines.append("{\"kind\": \"workbook\"}")
      case .delimited(let format):
        lines.append(
          "{\"kind\": \"text\", \"encoding\": \"\(format.encoding.rawValue)\", "
            + "\"separator\": \(Self.quoted(String(format.separator.rawValue)))}")
      }
      for sheet in file.sheets { try Self.append(sheet, of: file, to: &lines) }
    } catch {
      lines.append("{\"refused\": \"\(error.rule)\", \"place\": \"\(error.place?.name ?? "–")\"}")
    }
    json = lines.joined(separator: "\n") + "\n"
  }

  private static func append(
    _ sheet: Sheet, of file: Spreadsheet, to lines: inout [String]
  ) throws(SpreadsheetError) {
    do {
      let layout = try file.layout(of: sheet)
      let hidden = layout.hiddenColumns.map { "\"\($0.lowerBound)–\($0.upperBound)\"" }
      lines.append(
        "{\"sheet\": \(quoted(sheet.name)), \"visibility\": \"\(sheet.visibility)\", "
          + "\"hiddenColumns\": [\(hidden.joined(separator: ", "))]}")
      try file.read(sheet) { row in
        lines.append(line(row))
        return .goOn
      }
    } catch {
      // Nothing else is thrown: the closure above throws nothing.
      throw error as? SpreadsheetError ?? SpreadsheetError(.malformed(.xml), at: nil)
    }
  }

  private static func line(_ row: Row) -> String {
    let cells = row.cells.map { cell in
      let place = CellPlace(sheet: nil, row: row.number, column: cell.column).name
      let marks = (cell.isFormula ? "=" : "") + (cell.merged == nil ? "" : "+")
      return "\(quoted(marks + place)): \(value(cell.value))"
    }
    return "{\(row.isHidden ? "\"hidden\": true, " : "")\(cells.joined(separator: ", "))}"
  }

  private static func value(_ value: CellValue) -> String {
    switch value {
    case .empty: "null"
    case .text(let text): quoted(text)
    case .number(let number): "{\"number\": \(quoted(number.shown))}"
    case .moment(let moment): "{\"moment\": \"\(moment.shown)\"}"
    case .boolean(let isTrue): "\(isTrue)"
    case .error(let code): "{\"error\": \(quoted(code))}"
    case .impossibleDate: "{\"error\": \"impossible date\"}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
