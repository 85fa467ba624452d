/// The formats of a workbook's cells, by the number that cells name.
final class CellStyles: XMLPartReader {
  private var custom: [Int: NumberFormat] = [:]
  private var formats: [NumberFormat] = []
  private var isCellFormats = false
  private let limits: SpreadsheetLimits

  /// - Parameter path: nil for a workbook without formats.
  init(_ path: String?, in archive: ZipArchive) throws {
    limits = archive.limits
    guard let path, archive.contains(path) else { return }
    try XMLPart.read(archive.open(path), limits: limits, with: self)
  }

  /// A format that is not there is taken for none, as Excel does.
  subscript(index: Int) -> NumberFormat {
    formats.indices.contains(index) ? formats[index] : .general
  }

  func start(_ name: String, _ attributes: [String: String]) throws {
    switch name {
    case "numFmt":
      guard let id = attributes["numFmtId"].flatMap({ Int($0) }),
        let code = attributes["formatCode"], code.utf8.count <= 1_000
      else { throw SpreadsheetError(.malformed(.reference), at: nil) }
      custom[id] = NumberFormat(code: code)
    case "cellXfs": isCellFormats = true
    case "xf" where isCellFormats:
      let id = attributes["numFmtId"].flatMap { Int($0) } ?? 0
      formats.append(custom[id] ?? NumberFormat(builtIn: id))
    default: break
    }
    guard formats.count <= limits.styles, custom.count <= limits.styles else {
      throw SpreadsheetError(.limit(.styles, most: limits.styles), at: nil)
    }
  }

  func text(_ text: String) {}

  func end(_ name: String) {
    if name == "cellXfs" { isCellFormats = false }
  }
}
