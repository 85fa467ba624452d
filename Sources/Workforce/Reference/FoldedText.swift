import Foundation

/// The search key of a text: lower case, without marks, đ as d, single spaces.
///
/// The same as `kynang.folded` in SQL, so that a text folded here finds a column folded there.
package struct FoldedText: Hashable, Sendable {
  package let value: String

  package init(_ text: some StringProtocol) {
    value = Self.letterByLetter(text) ?? Self.decomposing(text)
  }

  /// Nil where a character is none of ``known``: most texts are of those alone, and imports fold them by
  /// the hundred thousand.
  private static func letterByLetter(_ text: some StringProtocol) -> String? {
    var folded: [UInt8] = []
    folded.reserveCapacity(text.utf8.count)
    var owesSpace = false
    for scalar in text.unicodeScalars {
      guard scalar.value < known.count else { return nil }
      let letter = known[Int(scalar.value)]
      if letter == 0 { return nil }
      if letter == space {
        owesSpace = !folded.isEmpty
        continue
      }
      if owesSpace {
        folded.append(space)
        owesSpace = false
      }
      folded.append(letter)
    }
    return String(decoding: folded, as: UTF8.self)
  }

  /// What a character by itself comes to, of ASCII, Latin and the Vietnamese letters, where that is one
  /// letter or sign of ASCII; 0 for any other.
  private static let known: [UInt8] = (0..<0x1efa).map { value in
    guard value < 0x250 || value >= 0x1ea0, let scalar = Unicode.Scalar(value as Int) else {
      return 0
    }
    if scalar.properties.isWhitespace { return space }
    let folded = Array(decomposing(String(scalar)).utf8)
    return folded.count == 1 ? folded[0] : 0
  }

  private static let space = UInt8(ascii: " ")

  static func decomposing(_ text: some StringProtocol) -> String {
    var folded = String.UnicodeScalarView()
    var owesSpace = false
    for scalar in decomposed(text.lowercased()).unicodeScalars {
      if scalar.properties.isWhitespace {
        owesSpace = !folded.isEmpty
      } else if !marks.contains(scalar) {
        if owesSpace {
          folded.append(" ")
          owesSpace = false
        }
        folded.append(barred.contains(scalar) ? "d" : scalar)
      }
    }
    return String(folded)
  }

  private static func decomposed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.decomposedStringWithCanonicalMapping
  }

  private static let marks: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
  // đ and the Icelandic ð that some fonts put in its place; neither decomposes.
  private static let barred: Set<Unicode.Scalar> = ["đ", "ð"]
}
