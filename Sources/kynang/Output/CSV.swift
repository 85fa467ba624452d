/// Rows as comma-separated values. Source: RFC 4180.
enum CSV {
  static func text(_ rows: [[Cell]]) -> String {
    rows.map { row in row.map(field).joined(separator: ",") + "\r\n" }.joined()
  }

  private static func field(_ cell: Cell) -> String {
    let text = cell.isNumber ? cell.text : harmless(cell.text)
    guard text.contains(where: { ",\"\n\r\r\n".contains($0) }) else { return text }
    return "\""
      + text.split(separator: "\"", omittingEmptySubsequences: false)
      .joined(separator: "\"\"") + "\""
  }

  /// A text that a spreadsheet would run as a formula is told to be a text.
  /// Source: OWASP, CSV injection.
  private static func harmless(_ text: String) -> String {
    guard let first = text.first, "=+-@\t\r".contains(first) else { return text }
    return "'" + text
  }
}
