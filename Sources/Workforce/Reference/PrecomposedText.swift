import Foundation

extension StringProtocol {
  /// The text in NFC, without invisible format characters, with single spaces and none at its ends.
  ///
  /// Files made on other systems come decomposed, and would be stored as texts that look alike and
  /// are not equal in SQL.
  package var tidied: String {
    // Lists have hundreds of thousands of cells, and nearly all are tidy as they are.
    if isTidy { return String(self) }
    return String(
      String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .format })
    )
    .split(whereSeparator: \.isWhitespace).joined(separator: " ").precomposed
  }

  /// Whether every character is a whole letter or sign of ASCII, Latin or Vietnamese, with single spaces
  /// between. What is tidy otherwise is not told.
  private var isTidy: Bool {
    var previousIsSpace = true
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0x20:
        if previousIsSpace { return false }
        previousIsSpace = true
      // Between them lie controls, other spaces and the soft hyphen.
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0x2FF, 0x1EA0...0x1EF9: previousIsSpace = false
      default: return false
      }
    }
    return !previousIsSpace || isEmpty
  }

  /// The text in Unicode's form NFC.
  package var precomposed: String { precomposedStringWithCanonicalMapping }
}
