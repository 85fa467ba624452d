import Foundation

/// Where a page of a list ended: the sort key of its last row, as a text that a client repeats
/// without reading it.
package struct PageKey: Sendable, Equatable {
  package let parts: [String]

  package init(_ parts: [String]) {
    self.parts = parts
  }

  /// Nil for the first page.
  /// Throws `invalidInput` when no list with so many parts gave out the text.
  package init?(_ text: String?, parts count: Int) throws(AppError) {
    guard let text else { return nil }
    let base64 = text.replacing("-", with: "+").replacing("_", with: "/")
    let padding = String(repeating: "=", count: (4 - base64.count % 4) % 4)
    guard let data = Data(base64Encoded: base64 + padding) else {
      throw .invalid("after", "field.malformed")
    }
    let parts = String(decoding: data, as: UTF8.self).split(
      separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count == count else { throw .invalid("after", "field.malformed") }
    self.parts = parts.map(String.init)
  }

  package var text: String {
    let joined = parts.joined(separator: String(Self.separator))
    return Data(joined.utf8).base64EncodedString()
      .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// An identifier among the parts. Throws `invalidInput` when it is none.
  package func id(_ index: Int) throws(AppError) -> UUID {
    guard let id = UUID(uuidString: parts[index]) else {
      throw .invalid("after", "field.malformed")
    }
    return id
  }

  /// The unit separator of ASCII, which no code or date contains.
  private static let separator: Character = "\u{1F}"
}

extension Page {
  /// A page of `limit` items from rows of which one more than that was asked for.
  package init(_ rows: [Item], limit: Int, key: (Item) -> [String]) {
    guard rows.count > limit, let last = rows.prefix(limit).last else {
      self.init(items: rows, next: nil)
      return
    }
    self.init(items: Array(rows.prefix(limit)), next: PageKey(key(last)).text)
  }

  /// How many items a page holds when the caller does not say.
  package static var usualLimit: Int { 50 }
}

extension Problems {
  package mutating func checkPage(limit: Int?) {
    range(limit, "limit", 1...500)
  }
}
