import Foundation

/// The search key of a text: lower case, without marks, đ as d, single spaces.
///
/// The same as `kynang.folded` in SQL, so that a text folded here finds a column folded there.
package struct FoldedText: Hashable, Sendable {
  package let value: String

  package init(_ text: some StringProtocol) {
    var folded = String.UnicodeScalarView()
    var owesSpace = false
    for scalar in Self.decomposed(text.lowercased()).unicodeScalars {
      if scalar.properties.isWhitespace {
        owesSpace = !folded.isEmpty
      } else if !Self.marks.contains(scalar) {
        if owesSpace {
          folded.append(" ")
          owesSpace = false
        }
        folded.append(Self.barred.contains(scalar) ? "d" : scalar)
      }
    }
    value = String(folded)
  }

  private static func decomposed(_ text: String) -> String {
    text.utf8.allSatisfy { $0 < 0x80 } ? text : text.decomposedStringWithCanonicalMapping
  }

  private static let marks: ClosedRange<Unicode.Scalar> = "\u{300}"..."\u{36F}"
  // đ and the Icelandic ð that some fonts put in its place; neither decomposes.
  private static let barred: Set<Unicode.Scalar> = ["đ", "ð"]
}
