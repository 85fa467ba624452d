import Foundation

/// A file as it was brought in.
package enum ImportFile {
  static let mostRows = 200_000
  static let mostColumns = 200
  static let mostBytes = 50_000_000

  /// The sheet to read. Throws `invalidInput` with a sentence when the file cannot be taken.
  static func sheet(_ bytes: [UInt8]) throws(AppError) -> ImportSheet {
    guard bytes.count <= mostBytes else { throw tooLarge }
    let records = try records(bytes)
    guard let headerIndex = records.firstIndex(where: { !isBlank($0) }) else {
      throw .invalid("file", "import.no_rows")
    }
    let header = records[headerIndex]
    guard header.fields.count <= mostColumns else { throw tooLarge }
    let rows = records[(headerIndex + 1)...].lazy.filter { !isBlank($0) }.map { record in
      ImportSheet.Row(number: record.line, cells: record.fields.map(ImportCell.text))
    }
    let sheet = ImportSheet(
      name: "", headerRow: header.line, header: header.fields.map(\.tidied), rows: Array(rows))
    guard !sheet.rows.isEmpty else { throw .invalid("file", "import.no_rows") }
    guard sheet.rows.count <= mostRows else { throw tooLarge }
    return sheet
  }

  static var tooLarge: AppError {
    .invalid(
      "file", "import.too_large",
      ["rows": "\(mostRows)", "megabytes": "\(mostBytes / 1_000_000)"])
  }

  private static func records(_ bytes: [UInt8]) throws(AppError) -> [SeparatedText.Record] {
    // Old spreadsheets end lines with a return alone.
    let lines =
      bytes.contains(UInt8(ascii: "\n"))
      ? bytes : bytes.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }
    do {
      return try SeparatedText(lines, separator: separator(of: lines)).records
    } catch {
      if error.fault == .notUTF8 { throw .invalid("file", "import.not_utf8") }
      throw .invalid("file", "import.malformed", ["line": "\(error.line)"])
    }
  }

  /// The one that the first line with any has most of.
  private static func separator(of bytes: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    for line in bytes.prefix(1_000_000).split(separator: UInt8(ascii: "\n")) {
      var counts = [0, 0, 0]
      var isQuoted = false
      for byte in line {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      }
      if let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) {
        return candidates[index]
      }
    }
    return candidates[0]
  }

  private static func isBlank(_ record: SeparatedText.Record) -> Bool {
    record.fields.allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }
}
