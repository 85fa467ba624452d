/// How much of anything is read before a file is refused. Each is checked while reading, so that a
/// hostile file costs what it takes to reach the first bound.
package struct SpreadsheetLimits: Hashable, Sendable {
  package var fileBytes: Int
  /// Files inside a workbook.
  package var entries: Int
  /// Of one file inside a workbook, unpacked.
  package var entryBytes: Int
  /// How many times larger a file may be than it is packed, once past ``freeBytes``.
  package var ratio: Int
  /// Unpacked bytes that no ratio is asked of, and XML without a row or a text in it.
  package var freeBytes: Int
  /// Of XML elements within each other.
  package var depth: Int
  package var sheets: Int
  /// Of one sheet; a row's number counts, so that a single cell in the last row of Excel is refused.
  package var rows: Int
  package var columns: Int
  /// Of one sheet, with the empty ones that a row names.
  package var cells: Int
  /// Of one cell, in UTF-8.
  package var cellBytes: Int
  /// Of all shared texts of a workbook together, in UTF-8.
  package var sharedTextBytes: Int
  package var mergedRanges: Int
  /// Cell formats of a workbook.
  package var styles: Int

  /// What a person may upload: 100,000 people with room to spare.
  package static let upload = SpreadsheetLimits(
    fileBytes: 50_000_000, entries: 2_000, entryBytes: 400_000_000, ratio: 100,
    freeBytes: 4_000_000, depth: 32, sheets: 200, rows: 200_000, columns: 1_000,
    cells: 5_000_000, cellBytes: 100_000, sharedTextBytes: 100_000_000, mergedRanges: 50_000,
    styles: 70_000)
}

/// The bounds by name, as errors tell them.
package enum SpreadsheetLimit: String, Hashable, CaseIterable, Sendable {
  case fileBytes, entries, entryBytes, ratio, emptiness, depth, sheets, rows, columns, cells
  case cellBytes, sharedTextBytes, mergedRanges, styles
}
