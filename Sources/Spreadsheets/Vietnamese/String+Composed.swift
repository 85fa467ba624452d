import Foundation

extension String {
  /// In NFC. Most text is there already, and is told by its characters alone: nothing below U+0300
  /// combines, nor does any whole Vietnamese letter.
  var composed: String {
    let isComposed = unicodeScalars.allSatisfy {
      $0.value < 0x300 || (0x1ea0...0x1ef9).contains($0.value)
    }
    return isComposed ? self : precomposedStringWithCanonicalMapping
  }

  /// With `_x000D_` and the like turned into the characters that workbooks write so.
  var unescapedCharacters: String {
    guard utf8.contains(UInt8(ascii: "_")), contains("_x") else { return self }
    return replacing(#/_x([0-9A-Fa-f]{4})_/#) { match in
      guard let value = UInt32(match.1, radix: 16), let scalar = Unicode.Scalar(value) else {
        return String(match.0)
      }
      return String(Character(scalar))
    }
  }
}
