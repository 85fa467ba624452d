import Foundation

/// Where a list goes on: the id of the last record shown. The record's own sort key is read from the
/// database, so that no name travels in an address.
enum ListCursor {
  static func id(_ after: String?) throws(AppError) -> UUID? {
    guard let after else { return nil }
    guard let id = UUID(uuidString: after) else { throw .invalid("after", "field.malformed") }
    return id
  }

  /// Rows beyond the limit say that there is a next page.
  static func page<Item>(
    _ rows: [Item], limit: Int, id: (Item) -> UUID
  ) -> Page<Item> {
    guard rows.count > limit, let last = rows.prefix(limit).last else {
      return Page(items: rows, next: nil)
    }
    return Page(items: Array(rows.prefix(limit)), next: id(last).uuidString.lowercased())
  }

  static func limit(_ limit: Int?) -> Int { limit ?? 50 }

  /// A `like` pattern that finds a text anywhere in a folded column; nil finds everything.
  static func pattern(_ search: String?) -> String? {
    guard let search else { return nil }
    let folded = FoldedText(search).value
    guard !folded.isEmpty else { return nil }
    let literal = folded.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
      .replacing("_", with: "\\_")
    return "%\(literal)%"
  }
}
