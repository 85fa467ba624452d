import Foundation

/// The encoding of VNI fonts for Windows, where a letter's marks are a character of their own behind it.
enum VNIText {
  /// In NFC; nil when a byte cannot stand where it does.
  static func decode(_ bytes: some Sequence<UInt8>) -> String? {
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      if byte < 0x80 {
        scalars.append(Unicode.Scalar(byte))
      } else if let letter = letters[byte] {
        scalars.append(contentsOf: letter.unicodeScalars)
      } else if let mark = marks[byte], let last = scalars.last,
        "aeouyAEOUYơƠưƯ".unicodeScalars.contains(last)
      {
        scalars.append(contentsOf: mark.unicodeScalars)
      } else {
        return nil
      }
    }
    return String(scalars).precomposedStringWithCanonicalMapping
  }

  /// Letters with a place of their own. Capitals lie 0x20 lower.
  private static let letters = withCapitals([
    0xf4: "ơ", 0xf6: "ư", 0xf1: "đ", 0xed: "í", 0xec: "ì", 0xe6: "ỉ", 0xf3: "ĩ", 0xf2: "ị",
    0xee: "ỵ",
  ])

  private static let marks = withCapitals([
    0xf9: "\u{301}", 0xf8: "\u{300}", 0xfb: "\u{309}", 0xf5: "\u{303}", 0xef: "\u{323}",
    0xe2: "\u{302}", 0xe1: "\u{302}\u{301}", 0xe0: "\u{302}\u{300}", 0xe5: "\u{302}\u{309}",
    0xe3: "\u{302}\u{303}", 0xe4: "\u{302}\u{323}",
    0xea: "\u{306}", 0xe9: "\u{306}\u{301}", 0xe8: "\u{306}\u{300}", 0xfa: "\u{306}\u{309}",
    0xfc: "\u{306}\u{303}", 0xeb: "\u{306}\u{323}",
  ])

  private static func withCapitals(_ small: [UInt8: String]) -> [UInt8: String] {
    var all = small
    for (byte, text) in small { all[byte - 0x20] = text.uppercased() }
    return all
  }
}
