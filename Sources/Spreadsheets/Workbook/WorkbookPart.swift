/// The first part of a workbook: its sheets, in order, and from which day it counts.
final class WorkbookPart: XMLPartReader {
  struct Sheet {
    let name: String
    let visibility: SheetVisibility
    let relationship: String
  }

  private(set) var sheets: [Sheet] = []
  private(set) var dates = DateSystem.from1900
  private let limits: SpreadsheetLimits

  init(_ path: String, in archive: ZipArchive) throws {
    limits = archive.limits
    try XMLPart.read(archive.open(path), limits: limits, with: self)
  }

  func start(_ name: String, _ attributes: [String: String]) throws {
    switch name {
    case "workbookPr":
      if ["1", "true", "on"].contains(attributes["date1904"]) { dates = .from1904 }
    case "sheet":
      // The prefix of the relationship's namespace is the writer's to choose.
      guard let id = attributes.first(where: { $0.key == "id" || $0.key.hasSuffix(":id") })?.value
      else { throw SpreadsheetError(.malformed(.reference), at: nil) }
      guard sheets.count < limits.sheets else {
        throw SpreadsheetError(.limit(.sheets, most: limits.sheets), at: nil)
      }
      sheets.append(
        Sheet(
          name: (attributes["name"] ?? "").composed,
          visibility: SheetVisibility(attribute: attributes["state"]), relationship: id))
    default: break
    }
  }

  func text(_ text: String) {}
  func end(_ name: String) {}
}
