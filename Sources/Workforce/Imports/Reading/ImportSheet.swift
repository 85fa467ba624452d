import Postgres

/// A value of a sheet, whatever file it came from.
package enum ImportCell: Codable, Sendable, Equatable {
  case empty
  case text(String)
  case number(Double)
  case date(CalendarDate)

  /// As a person would write it; nil for an empty cell.
  package var text: String? {
    switch self {
    case .empty: nil
    case .text(let text):
      text.isEmpty ? nil : text
    case .number(let number):
      number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
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

    var isBlank: Bool {
      cells.allSatisfy { cell in
        switch cell {
        case .empty: true
        case .text(let text): text.allSatisfy(\.isWhitespace)
        case .number, .date: false
        }
      }
    }
  }

  /// What the sheet is called; empty where a file has no names for sheets.
  package let name: String
  package let headerRow: Int
  package let header: [String]
  package let rows: [Row]

  package init(name: String, headerRow: Int, header: [String], rows: [Row]) {
    self.name = name
    self.headerRow = headerRow
    self.header = header
    self.rows = rows
  }
}
