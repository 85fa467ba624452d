/// Why a file, or a place in it, cannot be read. It never carries what stood there.
package struct SpreadsheetError: Error, Hashable, Sendable {
  package enum Reason: Hashable, Sendable {
    /// The file could not be opened or read from the disk.
    case unreadable
    case unsupported(UnsupportedFile)
    case limit(SpreadsheetLimit, most: Int)
    case malformed(Malformation)
    /// Vietnamese in an encoding of the time before Unicode.
    case legacyText(LegacyEncoding)
    /// Text that is no Unicode, no Windows-1258 and no encoding that is recognised.
    case unknownEncoding
  }

  /// What is broken in a file of a kind that is read.
  package enum Malformation: String, Hashable, CaseIterable, Sendable {
    /// The package is damaged: cut short, a wrong checksum, a packing that is not known.
    case archive
    /// A part that every workbook has is missing.
    case partMissing
    case xml
    /// A document type or entities, which workbooks never have.
    case documentType
    /// XML that is not UTF-8.
    case xmlEncoding
    /// Rows or cells twice, or not from the top left.
    case order
    /// A reference to a cell, text or format that is none.
    case reference
    /// A number that is none.
    case number
    case overlappingMerges
    case quoteInsideField, textAfterQuote, quoteNeverClosed
    case notUnicode
  }

  package let reason: Reason
  /// Nil when it is about the file as a whole.
  package let place: CellPlace?

  package init(_ reason: Reason, at place: CellPlace?) {
    self.reason = reason
    self.place = place
  }
}

/// A row or a cell of a file, as a person would say it.
package struct CellPlace: Hashable, Sendable {
  /// Nil in delimited text.
  package let sheet: String?
  /// Counted from 1, as Excel shows it.
  package let row: Int
  /// Counted from 0; nil for the whole row.
  package let column: Int?

  package init(sheet: String?, row: Int, column: Int?) {
    self.sheet = sheet
    self.row = row
    self.column = column
  }

  /// `B7`, or `7` for a row.
  package var name: String { (column.map(Self.letters) ?? "") + String(row) }

  /// The letters above a column that is counted from 0: A, B, … Z, AA.
  package static func letters(_ column: Int) -> String {
    var letters: [UInt8] = []
    var rest = column
    while rest >= 0 {
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest = rest / 26 - 1
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }
}

/// Files that people send instead of a table, each with a way out that its sentence tells.
package enum UnsupportedFile: String, Hashable, CaseIterable, Sendable {
  case empty
  /// Excel 97–2003, `.xls`.
  case oldExcel
  /// Encrypted with a password.
  case protected
  /// With a VBA project, whatever the extension.
  case macros
  /// `.xlsb`.
  case binaryWorkbook
  /// `.ods` and the other OpenDocument kinds.
  case openDocument
  case numbers
  case word
  case presentation
  case pdf
  case picture
  /// A table as a web page, which some systems name `.xls`.
  case webPage
  /// XML, such as the spreadsheets of Excel 2003.
  case xml
  case richText
  /// ZIP, RAR, 7z or gzip with something else in it.
  case archive
  /// Bytes that are no text.
  case binary
}

extension SpreadsheetError {
  /// The key of the sentence that tells it.
  package var rule: String {
    switch reason {
    case .unreadable: "file.unreadable"
    case .unsupported(let kind): "file.unsupported.\(kind.rawValue)"
    case .limit(let limit, _): "file.limit.\(limit.rawValue)"
    case .malformed(let fault): "file.malformed.\(fault.rawValue)"
    case .legacyText(let encoding): "file.legacy.\(encoding.rawValue)"
    case .unknownEncoding: "file.unknown_encoding"
    }
  }

  /// What the sentence names: `most`, `place` (`B7`) and `sheet`. Of files and their parts, `most` is in
  /// millions of bytes.
  package var parameters: [String: String] {
    var parameters = ["place": place?.name ?? "–", "sheet": place?.sheet ?? "–"]
    if case .limit(let limit, let most) = reason {
      switch limit {
      case .fileBytes, .entryBytes, .sharedTextBytes: parameters["most"] = String(most / 1_000_000)
      case .entries, .ratio, .emptiness, .depth, .sheets, .rows, .columns, .cells, .cellBytes,
        .mergedRanges, .styles:
        parameters["most"] = String(most)
      }
    }
    return parameters
  }
}
