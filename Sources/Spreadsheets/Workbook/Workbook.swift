import Foundation

/// An `.xlsx` file, however it was made.
final class Workbook {
  let sheets: [Sheet]
  private let archive: ZipArchive
  private let paths: [String]
  private let styles: CellStyles
  private let dates: DateSystem
  private let textsPath: String?
  private var texts: SharedTexts?

  init(_ archive: ZipArchive) throws {
    self.archive = archive
    let root = try Relationships(of: "", in: archive)
    let path = root.path(ofType: "officeDocument") ?? "xl/workbook.xml"
    let part = try WorkbookPart(path, in: archive)
    let related = try Relationships(of: path, in: archive)
    // Sheets of charts and dialogs have no rows.
    let found = part.sheets.compactMap { sheet in
      related.targets[sheet.relationship].flatMap { target in
        target.type == "worksheet" ? (sheet, target.path) : nil
      }
    }
    guard !found.isEmpty else { throw SpreadsheetError(.malformed(.partMissing), at: nil) }
    sheets = found.enumerated().map { index, sheet in
      Sheet(index: index, name: sheet.0.name, visibility: sheet.0.visibility)
    }
    paths = found.map(\.1)
    styles = try CellStyles(related.path(ofType: "styles"), in: archive)
    dates = part.dates
    textsPath = related.path(ofType: "sharedStrings")
  }

  func layout(of sheet: Sheet) throws -> SheetLayout {
    let path = paths[sheet.index]
    return SheetLayout(
      merges: try MergeScanner.ranges(of: path, in: archive),
      hiddenColumns: try SheetHead(path, in: archive).hiddenColumns)
  }

  func read(
    _ sheet: Sheet, _ layout: SheetLayout, _ take: @escaping (Row) throws -> Reading
  ) throws {
    let context = SheetPart.Context(
      sheet: sheet.name, texts: try sharedTexts(), styles: styles, dates: dates,
      limits: archive.limits)
    let part = SheetPart(context, merges: layout.merges, take: take)
    do {
      try XMLPart.read(archive.open(paths[sheet.index]), limits: archive.limits, with: part) {
        part.stream = $0
      }
    } catch let error as SpreadsheetError where error.place?.sheet == nil {
      throw SpreadsheetError(error.reason, at: part.place ?? error.place)
    }
  }

  private func sharedTexts() throws -> SharedTexts {
    if let texts { return texts }
    let read = try textsPath.map { path in
      archive.contains(path) ? try SharedTexts(path, in: archive) : .none
    }
    let known = read ?? .none
    texts = known
    return known
  }
}
