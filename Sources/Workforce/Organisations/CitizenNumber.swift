/// Recognises citizen identity numbers, in order to refuse them: such a number tells birth year, sex
/// and birthplace, so none is stored, logged or put into an error.
package enum CitizenNumber {
  /// Whether a value is twelve digits once spaces, dots and hyphens are left out.
  ///
  /// There is no check digit to tell better by, so a code of twelve digits is refused as well.
  package static func isLikely(_ text: some StringProtocol) -> Bool {
    var digits = 0
    for scalar in text.unicodeScalars {
      switch scalar {
      case "0"..."9": digits += 1
      case ".", "-", "\u{2013}": continue
      default: if !scalar.properties.isWhitespace { return false }
      }
    }
    return digits == 12
  }

  /// Whether the heading of a column asks for citizen numbers (CCCD, CMND, căn cước, số định danh).
  package static func isAskedFor(byHeading heading: some StringProtocol) -> Bool {
    let words = FoldedText(heading).value.split { !$0.isLetter }.joined(separator: " ")
    let padded = " \(words) "
    return headings.contains { padded.contains(" \($0) ") }
  }

  private static let headings = [
    "cccd", "cmnd", "cmt", "cmtnd", "can cuoc", "chung minh", "dinh danh ca nhan", "so dinh danh",
    "citizen id", "identity card", "national id",
  ]
}

extension StringProtocol {
  /// See ``CitizenNumber/isLikely(_:)``.
  package var looksLikeCitizenNumber: Bool { CitizenNumber.isLikely(self) }
}
