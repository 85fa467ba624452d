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
    let isBlank = cells.allSatisfy(\.value.isBlank)
    // Heights and borders reach down to row 1,048,576 in many a sheet; they are no rows.
    guard isBlank || row <= context.limits.rows else {
      throw SpreadsheetError(.limit(.rows, most: context.limits.rows), at: place)
    }
    if !isBlank { stream?.noteProgress() }
    let filled = try merges.fill(cells, row: row, limits: context.limits)
    guard !filled.isEmpty, row <= context.limits.rows else { return }
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
