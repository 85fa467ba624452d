import Foundation

/// A heading as it is compared: without case, marks and punctuation, đ as d, single spaces. What stands
/// in brackets explains and is left out, unless nothing else is there.
package struct HeadingKey: Hashable, Sendable {
  package let value: String

  package init(_ heading: some StringProtocol) {
    let outside = Self.fold(Self.withoutBrackets(heading))
    value = outside.isEmpty ? Self.fold(String(heading)) : outside
  }

  var words: [Substring] { value.split(separator: " ") }
  var joined: String { value.filter { $0 != " " } }

  private static func withoutBrackets(_ text: some StringProtocol) -> String {
    var depth = 0
    var kept = ""
    for character in text {
      if "([{（".contains(character) { depth += 1 }
      if depth == 0 { kept.append(character) }
      if ")]}）".contains(character) { depth = max(0, depth - 1) }
    }
    return kept
  }

  private static func fold(_ text: String) -> String {
    var folded = ""
    var owesSpace = false
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if (0x300...0x36f).contains(scalar.value) { continue }
      guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
        owesSpace = !folded.isEmpty
        continue
      }
      if owesSpace {
        folded.append(" ")
        owesSpace = false
      }
      // ð stands for đ in some fonts; neither decomposes.
      folded.append(scalar == "đ" || scalar == "ð" ? "d" : Character(scalar))
    }
    return folded
  }
}
