/// What stands in a cell. Delimited text has only ``empty`` and ``text(_:)``.
package enum CellValue: Hashable, Sendable {
  case empty
  /// In NFC, with the spaces and line breaks it was written with.
  case text(String)
  case number(CellNumber)
  case moment(CellMoment)
  case boolean(Bool)
  /// `#N/A` and the like, as the program wrote it.
  case error(String)
  /// A number shown as a date that no calendar has: the 29th of February 1900, or a negative day.
  case impossibleDate
}

package struct CellNumber: Hashable, Sendable {
  package let value: Double
  /// What the cell's format puts around whole numbers: `0000` shows 12 as `0012`, `"NV"000` as `NV012`.
  package let padding: DigitPadding?

  package init(_ value: Double, padding: DigitPadding?) {
    self.value = value
    self.padding = padding
  }

  /// As a person reads it: whole numbers without an exponent, padded by the format.
  package var shown: String {
    guard value.rounded() == value, value.magnitude < 1e15 else { return "\(value)" }
    let digits = String(Int64(value.magnitude))
    let sign = value < 0 ? "-" : ""
    guard let padding else { return sign + digits }
    let zeros = String(repeating: "0", count: max(0, padding.digits - digits.count))
    return sign + padding.prefix + zeros + digits
  }
}

package struct DigitPadding: Hashable, Sendable {
  package let prefix: String
  package let digits: Int
}

package struct Cell: Hashable, Sendable {
  /// Counted from 0.
  package let column: Int
  package let value: CellValue
  /// True when the value is what a program computed last; empty when it never did.
  package let isFormula: Bool
  /// The merged cells that this one is part of; the value is that of its first cell.
  package let merged: CellRange?
}

package struct Row: Sendable {
  /// Counted from 1, as Excel shows it; in delimited text, a quoted line break is within one row.
  package let number: Int
  /// By column, from the left; empty cells may be left out.
  package let cells: [Cell]
  package let isHidden: Bool

  /// Nil where the file has no cell.
  package func cell(_ column: Int) -> Cell? {
    // Files without gaps have the cell at its own index.
    if column < cells.count, cells[column].column == column { return cells[column] }
    return cells.first { $0.column == column }
  }

  package subscript(column: Int) -> CellValue { cell(column)?.value ?? .empty }

  /// True when nothing is in it but spaces.
  package var isBlank: Bool { cells.allSatisfy(\.value.isBlank) }
}

extension CellValue {
  package var isBlank: Bool {
    switch self {
    case .empty: true
    case .text(let text): text.allSatisfy(\.isWhitespace)
    case .number, .moment, .boolean, .error, .impossibleDate: false
    }
  }

  /// As a person would read it on the screen; dates as `dd/MM/yyyy`.
  package var shown: String {
    switch self {
    case .empty, .impossibleDate: ""
    case .text(let text), .error(let text): text
    case .number(let number): number.shown
    case .moment(let moment): moment.shown
    case .boolean(let isTrue): isTrue ? "TRUE" : "FALSE"
    }
  }
}

/// A rectangle of cells.
package struct CellRange: Hashable, Sendable {
  /// Counted from 1.
  package let rows: ClosedRange<Int>
  /// Counted from 0.
  package let columns: ClosedRange<Int>
}
