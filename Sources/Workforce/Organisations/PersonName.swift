import Spreadsheets

/// Why a text is no name of a person. It never carries the text.
package enum PersonNameError: String, Error, CaseIterable, Sendable {
  case empty
  case tooLong
  /// Digits, signs of formulas and the like.
  case notLetters
  /// Vietnamese read in the wrong encoding.
  case unreadable
}

/// A full name in Vietnamese order: family, middle, given (Nguyễn | Thị Minh | Anh).
///
/// Lists sort by ``given`` first, and people are addressed by it. A family name of two words
/// (Tôn Thất) is not told from a middle name; nothing is lost, since ``full`` is kept.
package struct PersonName: Hashable, Sendable {
  package let full: String
  /// Nil for a name of one word.
  package let family: String?
  package let middle: String?
  package let given: String

  package static let longest = 200

  package init(_ text: some StringProtocol) throws(PersonNameError) {
    let full = text.tidied
    let words = full.split(separator: " ").map { String($0) }
    guard let given = words.last else { throw .empty }
    guard full.unicodeScalars.count <= Self.longest else { throw .tooLong }
    guard !LegacyText.isLikely(full) else { throw .unreadable }
    guard full.unicodeScalars.allSatisfy(Self.isPartOfAName),
      full.unicodeScalars.contains(where: \.properties.isAlphabetic)
    else { throw .notLetters }
    self.full = full
    self.given = given
    family = words.count > 1 ? words[0] : nil
    middle = words.count > 2 ? words[1..<(words.count - 1)].joined(separator: " ") : nil
  }

  private static func isPartOfAName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", " ", "-", "'", "\u{2019}", ".": true
    // The letters of Latin and Vietnamese, whose properties need not be looked up.
    case "\u{c0}"..."\u{d6}", "\u{d8}"..."\u{f6}", "\u{f8}"..."\u{17f}", "\u{1a0}"..."\u{1a1}",
      "\u{1af}"..."\u{1b0}", "\u{1ea0}"..."\u{1ef9}":
      true
    default:
      scalar.properties.isAlphabetic || scalar.properties.canonicalCombiningClass.rawValue > 0
    }
  }
}
