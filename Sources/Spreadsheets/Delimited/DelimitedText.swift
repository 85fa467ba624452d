import Foundation

/// A delimited text of somebody else's making: its encoding and separator found out, its records as
/// rows.
struct DelimitedText {
  let format: DelimitedFormat
  private let text: [UInt8]
  private let start: Int
  private let limits: SpreadsheetLimits

  init(_ data: Data, limits: SpreadsheetLimits) throws(SpreadsheetError) {
    let decoded = try DecodedText(data)
    if let other = FileSignature.unsupported(textHead: decoded.bytes.prefix(2_048)) {
      throw SpreadsheetError(.unsupported(other), at: nil)
    }
    text = Self.withLineFeeds(decoded.bytes)
    let guess = SeparatorGuess(text)
    start = guess.start
    format = DelimitedFormat(
      encoding: decoded.encoding, separator: guess.separator, certainty: guess.certainty)
    self.limits = limits
  }

  func read(_ take: (Row) throws -> Reading) throws {
    var parser = DelimitedParser(
      text, from: start, separator: format.separator.byte, mostFields: limits.columns,
      longestField: limits.cellBytes)
    var legacy = LegacyDetector()
    var number = start == 0 ? 0 : 1
    var cells = 0
    while let record = try next(&parser, row: number + 1) {
      number += 1
      guard number <= limits.rows else { throw limit(.rows, limits.rows, row: number) }
      cells += record.fields.count
      guard cells <= limits.cells else { throw limit(.cells, limits.cells, row: number) }
      let row = Row(number: number, cells: Self.cells(record.fields), isHidden: false)
      guard !row.cells.isEmpty else { continue }
      try legacy.take(row, sheet: nil)
      guard try take(row) == .goOn else { return }
    }
    try legacy.end()
  }

  private static func cells(_ fields: [ArraySlice<UInt8>]) -> [Cell] {
    var cells: [Cell] = []
    cells.reserveCapacity(fields.count)
    for (column, field) in fields.enumerated() where !field.isEmpty {
      let text = String(decoding: field, as: UTF8.self).composed.withoutGuard
      cells.append(Cell(column: column, value: .text(text), isFormula: false, merged: nil))
    }
    return cells
  }

  private func next(
    _ parser: inout DelimitedParser, row: Int
  ) throws(SpreadsheetError) -> DelimitedParser.Record? {
    do {
      return try parser.next()
    } catch {
      let place = CellPlace(sheet: nil, row: row, column: error.column)
      let reason: SpreadsheetError.Reason =
        switch error.reason {
        case .quoteInsideField: .malformed(.quoteInsideField)
        case .textAfterQuote: .malformed(.textAfterQuote)
        case .quoteNeverClosed: .malformed(.quoteNeverClosed)
        case .tooManyFields: .limit(.columns, most: limits.columns)
        case .fieldTooLong: .limit(.cellBytes, most: limits.cellBytes)
        }
      throw SpreadsheetError(reason, at: place)
    }
  }

  private func limit(_ limit: SpreadsheetLimit, _ most: Int, row: Int) -> SpreadsheetError {
    SpreadsheetError(
      .limit(limit, most: most), at: CellPlace(sheet: nil, row: row, column: nil))
  }

  /// Old spreadsheets end lines with a return alone.
  private static func withLineFeeds(_ text: [UInt8]) -> [UInt8] {
    let feed = UInt8(ascii: "\n")
    let carriageReturn = UInt8(ascii: "\r")
    guard !text.contains(feed), text.contains(carriageReturn) else { return text }
    return text.map { $0 == carriageReturn ? feed : $0 }
  }
}

extension String {
  /// Without the sign that ``DelimitedWriter`` puts before what a program would calculate or spoil.
  fileprivate var withoutGuard: String {
    if first == "\t" { return String(dropFirst()) }
    guard DelimitedWriter.isGuarded(self) else { return self }
    return String(dropFirst())
  }
}
