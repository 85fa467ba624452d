import Postgres

/// A value of a sheet, whatever file it came from.
package enum ImportCell: Codable, Sendable, Equatable {
  case empty
  /// Numbers, too, as their cells show them: a code keeps its zeros.
  case text(String)
  case date(CalendarDate)

  /// As a person would write it; nil for an empty cell.
  package var text: String? {
    switch self {
    case .empty: nil
    case .text(let text):
      text.isEmpty ? nil : text
    case .date(let date): date.description
    }
  }
}

/// One sheet of a file: a row of headings and the rows under it.
package struct ImportSheet: Codable, Sendable {
  package struct Row: Codable, Sendable {
    /// Of the file, counted from 1.
    package let number: Int
    package let cells: [ImportCell]

    package init(number: Int, cells: [ImportCell]) {
      self.number = number
      self.cells = cells
    }
  }

  /// What the sheet is called; empty where a file has no names for sheets.
  package let name: String
  package let headerRow: Int
  /// One for each column, empty where there is none.
  package let header: [String]
  /// The field that each column was taken for, empty for none.
  package let fields: [String]
  /// What a line above the headings says that amounts are in; nil where none does.
  package let unit: String?
  /// Columns whose dates have the month first, counted from 0.
  package let monthFirst: [Int]
  package let rows: [Row]

  package init(
    name: String, headerRow: Int, header: [String], fields: [String], unit: String?,
    monthFirst: [Int], rows: [Row]
  ) {
    self.monthFirst = monthFirst
    self.unit = unit
    self.name = name
    self.headerRow = headerRow
    self.header = header
    self.fields = fields
    self.rows = rows
  }
}
