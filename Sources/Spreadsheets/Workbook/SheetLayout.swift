/// How a sheet is laid out, beside what stands in it.
package struct SheetLayout: Hashable, Sendable {
  /// By their first row, then column.
  package let merges: [CellRange]
  /// Counted from 0; they may overlap.
  package let hiddenColumns: [ClosedRange<Int>]

  package func isHidden(column: Int) -> Bool { hiddenColumns.contains { $0.contains(column) } }

  static let plain = SheetLayout(merges: [], hiddenColumns: [])
}

/// What a sheet says before its first row.
final class SheetHead: XMLPartReader {
  private(set) var hiddenColumns: [ClosedRange<Int>] = []
  private let limits: SpreadsheetLimits

  init(_ path: String, in archive: ZipArchive) throws {
    limits = archive.limits
    try XMLPart.read(archive.open(path), limits: limits, with: self)
  }

  func start(_ name: String, _ attributes: [String: String]) throws {
    if name == "sheetData" { throw StopReading() }
    guard name == "col", SheetPart.isTrue(attributes["hidden"]) else { return }
    guard let first = attributes["min"].flatMap({ Int($0) }),
      let last = attributes["max"].flatMap({ Int($0) }), first >= 1, first <= last
    else { throw SpreadsheetError(.malformed(.reference), at: nil) }
    hiddenColumns.append((first - 1)...(last - 1))
    guard hiddenColumns.count <= limits.columns else {
      throw SpreadsheetError(.limit(.columns, most: limits.columns), at: nil)
    }
  }

  func text(_ text: String) {}
  func end(_ name: String) {}
}
