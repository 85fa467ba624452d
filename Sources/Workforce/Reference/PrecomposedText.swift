import Foundation

extension StringProtocol {
  /// The text in NFC, without invisible format characters, with single spaces and none at its ends.
  ///
  /// Files made on other systems come decomposed, and would be stored as texts that look alike and
  /// are not equal in SQL.
  package var tidied: String {
    String(
      String.UnicodeScalarView(unicodeScalars.filter { $0.properties.generalCategory != .format })
    )
    .split(whereSeparator: \.isWhitespace).joined(separator: " ").precomposed
  }

  /// The text in Unicode's form NFC.
  package var precomposed: String { precomposedStringWithCanonicalMapping }
}
