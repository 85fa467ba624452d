/// The column of given names beside one of family and middle names, where one heading stands over both.
/// A workbook says so by merging; text cannot, and leaves the second without a heading.
enum SplitName {
  /// Nil where the column right of the names has a heading of its own or holds something else.
  static func column(
    header: [String], fields: [String], rows: [ImportSheet.Row]
  ) -> Int? {
    let names = fields.indices.filter { fields[$0] == ImportColumn.fullName.field }
    guard names.count == 1, let next = names.first.map({ $0 + 1 }),
      next == header.count || header[next].isEmpty
    else { return nil }
    let texts = rows.compactMap { row in
      next < row.cells.count ? row.cells[next].text?.tidied : nil
    }
    guard texts.count * 2 > rows.count, texts.allSatisfy(isGivenName),
      !Set(texts.map { FoldedText($0).value }).isSubset(of: signs)
    else { return nil }
    return next
  }

  private static func isGivenName(_ text: String) -> Bool {
    !text.isEmpty && text.unicodeScalars.allSatisfy(\.properties.isAlphabetic)
  }

  /// What else stands in a narrow column that nobody named: the sex, and ticks.
  private static let signs: Set = ["nam", "nu", "male", "female", "m", "f", "x", "v"]
}
