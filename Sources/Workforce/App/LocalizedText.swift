/// A text of the data in the languages that it is given in.
package struct LocalizedText: Codable, Sendable, Hashable {
  package let vi: String?
  package let en: String?

  package init(vi: String?, en: String?) {
    self.vi = vi
    self.en = en
  }

  /// Whether it says nothing in any language.
  package var isBlank: Bool {
    [vi, en].allSatisfy { $0?.allSatisfy(\.isWhitespace) ?? true }
  }

  /// The text in English when asked for and there, else in Vietnamese, else in whatever there is.
  package func text(english: Bool) -> String {
    (english ? en ?? vi : vi ?? en) ?? ""
  }
}
