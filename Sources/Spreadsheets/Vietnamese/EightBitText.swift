import Foundation

/// Vietnamese in one byte a letter: Windows-1258, which is read, and the encodings of old fonts, which
/// are told apart from it to be refused.
enum EightBitText {
  enum Encoding: CaseIterable { case windows1258, tcvn3, vni }

  /// Nil when the bytes are Vietnamese in none of them.
  static func encoding(of bytes: [UInt8]) -> Encoding? {
    let words = self.words(bytes)
    guard !words.isEmpty else { return nil }
    let scored = Encoding.allCases.map { encoding in
      (encoding, words.count { isVietnamese($0, in: encoding) })
    }
    guard let best = scored.max(by: { $0.1 < $1.1 }), best.1 * 5 >= words.count * 3 else {
      return nil
    }
    return best.0
  }

  static func isVietnamese(_ word: some Collection<UInt8>, in encoding: Encoding) -> Bool {
    let text =
      switch encoding {
      case .windows1258: windows1258(word)
      case .tcvn3: tcvn3(word)
      case .vni: VNIText.decode(word)
      }
    return text.map(VietnameseSyllable.isOne) ?? false
  }

  /// Nil when a byte stands for nothing. In NFC: the encoding writes tones as marks of their own.
  static func windows1258(_ bytes: some Sequence<UInt8>) -> String? {
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      guard let scalar = byte < 0x80 ? Unicode.Scalar(byte) : upper1258[Int(byte) - 0x80] else {
        return nil
      }
      scalars.append(scalar)
    }
    return String(scalars).composed
  }

  /// Words with a letter beyond ASCII, as many as are needed to judge.
  private static func words(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    for word in bytes.prefix(1_000_000).split(whereSeparator: { !isLetter($0) })
    where word.contains(where: { $0 >= 0x80 }) {
      words.append(word)
      if words.count == 2_000 { break }
    }
    return words
  }

  // The signs of 0x80 to 0xA0 are dashes and quotes in all three.
  static func isLetter(_ byte: UInt8) -> Bool {
    byte > 0xa0 || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
  }

  /// Small letters alone: capitals with tones are small ones in a font of capitals.
  static func tcvn3(_ bytes: some Sequence<UInt8>) -> String? {
    var scalars = String.UnicodeScalarView()
    for byte in bytes {
      guard let scalar = byte < 0x80 ? Unicode.Scalar(byte) : upperTCVN3[byte] else { return nil }
      scalars.append(scalar)
    }
    return String(scalars)
  }

  /// Windows-1252 with the Vietnamese letters in their places.
  /// Source: Unicode Consortium, MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1258.TXT.
  private static let upper1258: [Unicode.Scalar?] = {
    var table: [Unicode.Scalar?] = (0x80...0xff).map { Unicode.Scalar($0 as Int) }
    let signs: [Int: Int?] = [
      0x80: 0x20ac, 0x81: nil, 0x82: 0x201a, 0x83: 0x192, 0x84: 0x201e, 0x85: 0x2026, 0x86: 0x2020,
      0x87: 0x2021, 0x88: 0x2c6, 0x89: 0x2030, 0x8a: nil, 0x8b: 0x2039, 0x8c: 0x152, 0x8d: nil,
      0x8e: nil, 0x8f: nil, 0x90: nil, 0x91: 0x2018, 0x92: 0x2019, 0x93: 0x201c, 0x94: 0x201d,
      0x95: 0x2022, 0x96: 0x2013, 0x97: 0x2014, 0x98: 0x2dc, 0x99: 0x2122, 0x9a: nil, 0x9b: 0x203a,
      0x9c: 0x153, 0x9d: nil, 0x9e: nil, 0x9f: 0x178, 0xc3: 0x102, 0xcc: 0x300, 0xd0: 0x110,
      0xd2: 0x309, 0xd5: 0x1a0, 0xdd: 0x1af, 0xde: 0x303, 0xe3: 0x103, 0xec: 0x301, 0xf0: 0x111,
      0xf2: 0x323, 0xf5: 0x1a1, 0xfd: 0x1b0, 0xfe: 0x20ab,
    ]
    for (byte, value) in signs { table[byte - 0x80] = value.flatMap { Unicode.Scalar($0) } }
    return table
  }()

  /// Source: TCVN 5712:1993, the set VN3.
  private static let upperTCVN3: [UInt8: Unicode.Scalar] = {
    let rows: [(UInt8, String)] = [
      (0xa1, "ĂÂÊÔƠƯĐăâêôơưđ"), (0xb5, "àảãáạ"), (0xbb, "ằẳẵắ"), (0xc6, "ặầẩẫấậè"),
      (0xce, "ẻẽéẹềểễếệìỉ"), (0xdc, "ĩíịò"), (0xe1, "ỏõóọồổỗốộ"), (0xea, "ờởỡớợùủũúụừửữứựỳỷỹýỵ"),
    ]
    var table: [UInt8: Unicode.Scalar] = [:]
    for (first, letters) in rows {
      for (offset, scalar) in letters.unicodeScalars.enumerated() {
        table[first + UInt8(offset)] = scalar
      }
    }
    return table
  }()
}
