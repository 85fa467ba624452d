import Foundation

/// One sheet of a workbook: its rows, one after the other.
final class SheetPart: XMLPartReader {
  struct Context {
    let sheet: String
    let texts: SharedTexts
    let styles: CellStyles
    let dates: DateSystem
    let limits: SpreadsheetLimits
  }

  var stream: XMLEntryStream?
  private let context: Context
  private let take: (Row) throws -> Reading
  private var merges: MergedCells
  private var row = 0
  private var isHidden = false
  private var isInRow = false
  private var cells: [Cell] = []
  private var cell: RawCell?
  private var nextColumn = 0
  private var cellCount = 0
  private var legacy = LegacyDetector()

  init(_ context: Context, merges: [CellRange], take: @escaping (Row) throws -> Reading) {
    self.context = context
    self.merges = MergedCells(merges)
    self.take = take
  }

  /// Of what is being read, for errors.
  var place: CellPlace? {
    row == 0 ? nil : CellPlace(sheet: context.sheet, row: row, column: cell?.column)
  }

  func start(_ name: String, _ attributes: [String: String]) throws {
    if cell != nil {
      cell?.start(name)
    } else if name == "c" && isInRow {
      try startCell(attributes)
    } else if name == "row" {
      try startRow(attributes)
    }
  }

  func text(_ text: String) throws { try cell?.text(text, most: context.limits.cellBytes) }

  func end(_ name: String) throws {
    switch name {
    case "c":
      guard var raw = cell else { return }
      let value = try raw.value(context) { failure($0) }
      cells.append(
        Cell(column: raw.column, value: value, isFormula: raw.isFormula, merged: nil))
      cell = nil
    case "row" where isInRow: try endRow()
    case "sheetData":
      try legacy.end()
      throw StopReading()
    default: cell?.end(name)
    }
  }

  private func startRow(_ attributes: [String: String]) throws {
    let last = row
    row += 1
    if let text = attributes["r"] {
      guard let number = Int(text), number > 0 else { throw failure(.reference) }
      row = number
    }
    guard row > last else { throw failure(.order) }
    guard row <= context.limits.rows else {
      throw SpreadsheetError(.limit(.rows, most: context.limits.rows), at: place)
    }
    isHidden = Self.isTrue(attributes["hidden"])
    isInRow = true
    nextColumn = 0
    cells = []
    cells.reserveCapacity(16)
  }

  private func startCell(_ attributes: [String: String]) throws {
    var column = nextColumn
    if let text = attributes["r"] {
      guard let reference = CellReference(text.utf8), reference.row == row else {
        throw failure(.reference)
      }
      column = reference.column
    }
    guard column >= nextColumn else { throw failure(.order) }
    guard column < context.limits.columns else {
      throw SpreadsheetError(.limit(.columns, most: context.limits.columns), at: place)
    }
    cellCount += 1
    guard cellCount <= context.limits.cells else {
      throw SpreadsheetError(.limit(.cells, most: context.limits.cells), at: place)
    }
    nextColumn = column + 1
    cell = RawCell(column: column, type: attributes["t"], style: attributes["s"])
  }

  private func endRow() throws {
    isInRow = false
    stream?.noteProgress()
    let filled = try merges.fill(cells, row: row, limits: context.limits)
    guard !filled.isEmpty else { return }
    let whole = Row(number: row, cells: filled, isHidden: isHidden)
    try legacy.take(whole, sheet: context.sheet)
    switch try take(whole) {
    case .goOn: break
    case .stop: throw StopReading()
    }
  }

  private func failure(_ fault: SpreadsheetError.Malformation) -> SpreadsheetError {
    SpreadsheetError(.malformed(fault), at: place)
  }

  static func isTrue(_ attribute: String?) -> Bool { attribute == "1" || attribute == "true" }
}

/// A cell while its elements are read.
private struct RawCell {
  let column: Int
  private let type: String?
  private let style: String?
  private(set) var isFormula = false
  private var written = ""
  private var isValue = false
  private var rich = RichText()

  init(column: Int, type: String?, style: String?) {
    self.column = column
    self.type = type
    self.style = style
  }

  mutating func start(_ name: String) {
    switch name {
    case "v": isValue = true
    case "f": isFormula = true
    default: rich.start(name)
    }
  }

  mutating func text(_ text: String, most: Int) throws {
    guard isValue else { return try rich.text(text, most: most) }
    written += text
    guard written.utf8.count <= most else {
      throw SpreadsheetError(.limit(.cellBytes, most: most), at: nil)
    }
  }

  mutating func end(_ name: String) {
    if name == "v" { isValue = false } else { rich.end(name) }
  }

  mutating func value(
    _ context: SheetPart.Context,
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    switch type {
    case "inlineStr": return Self.text(rich.take())
    case "str": return Self.text(written.unescapedCharacters.composed)
    case "e": return written.isEmpty ? .empty : .error(written)
    case "s":
      if written.isEmpty { return .empty }
      guard let index = Int(written), let text = context.texts[index] else {
        throw failure(.reference)
      }
      return Self.text(text)
    case "b":
      switch written {
      case "": return .empty
      case "1", "true": return .boolean(true)
      case "0", "false": return .boolean(false)
      default: throw failure(.number)
      }
    case "d": return try moment(failure)
    case nil, "n": return try number(context, failure)
    default: throw failure(.reference)
    }
  }

  private static func text(_ text: String) -> CellValue { text.isEmpty ? .empty : .text(text) }

  private func number(
    _ context: SheetPart.Context,
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    if written.isEmpty { return .empty }
    guard written.utf8.count <= 400, let value = Double(written), value.isFinite else {
      throw failure(.number)
    }
    let format = style.flatMap { Int($0) }.map { context.styles[$0] } ?? .general
    guard let shows = format.shows else {
      return .number(CellNumber(value, padding: format.padding))
    }
    return context.dates.moment(value, shows).map { .moment($0) } ?? .impossibleDate
  }

  /// A date that stands as text, `2026-11-24` or `2026-11-24T08:30:00Z`.
  private func moment(
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    if written.isEmpty { return .empty }
    guard
      let match = written.wholeMatch(
        of: #/(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?/#)
    else { throw failure(.number) }
    func number(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }
    guard let year = number(match.1), let month = number(match.2), let day = number(match.3),
      (1...12).contains(month), (1...31).contains(day)
    else { return .impossibleDate }
    let seconds = number(match.4).map {
      $0 * 3600 + (number(match.5) ?? 0) * 60 + (number(match.6) ?? 0)
    }
    return .moment(
      CellMoment(day: .init(year: year, month: month, day: day), seconds: seconds))
  }
}
