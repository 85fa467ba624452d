import Foundation

/// A table that somebody sent, `.xlsx` or delimited text, whatever its extension says.
///
/// Rows are pushed, since the XML parser pushes, and nothing but the shared texts of a workbook is
/// held in memory. It belongs to one task at a time. Reading takes the processor: from asynchronous
/// code, run it where that does not hold up others.
///
///     let file = try Spreadsheet(.bytes(upload), limits: .upload)
///     let sheet = file.sheets.first { $0.visibility == .visible } ?? file.sheets[0]
///     let header = try HeaderFinder(names).find(in: file.rows(of: sheet, most: 40))
///     try file.read(sheet) { row in
///       guard row.number > header.rows.upperBound, !row.isBlank else { return .goOn }
///       …
///       return .goOn
///     }
package final class Spreadsheet {
  package enum Kind: Hashable, Sendable {
    case workbook
    case delimited(DelimitedFormat)
  }

  private enum Content {
    case workbook(Workbook)
    case delimited(DelimitedText)
  }

  package let kind: Kind
  /// At least one.
  package let sheets: [Sheet]
  private let content: Content
  private var layouts: [Sheet: SheetLayout] = [:]

  /// Looks at what kind of file it is and reads what it needs before the first row.
  package init(_ source: FileSource, limits: SpreadsheetLimits) throws(SpreadsheetError) {
    let data = try source.data(limits)
    do {
      if FileSignature.isArchive(data) {
        let archive = try ZipArchive(data, limits: limits)
        if let other = try FileSignature.unsupported(archive) {
          throw SpreadsheetError(.unsupported(other), at: nil)
        }
        let workbook = try Workbook(archive)
        content = .workbook(workbook)
        sheets = workbook.sheets
        kind = .workbook
      } else {
        if let other = FileSignature.unsupported(data) {
          throw SpreadsheetError(.unsupported(other), at: nil)
        }
        let text = try DelimitedText(data, limits: limits)
        content = .delimited(text)
        sheets = [Sheet(index: 0, name: "", visibility: .visible)]
        kind = .delimited(text.format)
      }
    } catch {
      // Everything above throws this kind alone.
      throw error as? SpreadsheetError ?? SpreadsheetError(.malformed(.xml), at: nil)
    }
  }

  /// Merged cells and hidden columns; none in delimited text.
  package func layout(of sheet: Sheet) throws -> SheetLayout {
    if let known = layouts[sheet] { return known }
    let layout =
      switch content {
      case .workbook(let workbook): try workbook.layout(of: sheet)
      case .delimited: SheetLayout.plain
      }
    layouts[sheet] = layout
    return layout
  }

  /// Every row that has a cell, from the top, until `take` says to stop.
  ///
  /// Throws ``SpreadsheetError``, possibly after rows have been given, or what `take` throws.
  package func read(_ sheet: Sheet, _ take: (Row) throws -> Reading) throws {
    let layout = try layout(of: sheet)
    switch content {
    case .workbook(let workbook):
      try withoutActuallyEscaping(take) { take in
        try workbook.read(sheet, layout, take)
      }
    case .delimited(let text): try text.read(take)
    }
  }

  /// The first rows, as many as asked for.
  package func rows(of sheet: Sheet, most: Int) throws -> [Row] {
    var rows: [Row] = []
    guard most > 0 else { return rows }
    try read(sheet) { row in
      rows.append(row)
      return rows.count < most ? .goOn : .stop
    }
    return rows
  }
}
