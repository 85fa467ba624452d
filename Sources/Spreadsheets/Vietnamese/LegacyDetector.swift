/// Watches the texts of a table for Vietnamese of the time before Unicode, which lies in Unicode files
/// as Latin letters and signs: copied from a sheet in an old font, or read in the wrong encoding.
///
/// One foreign name or one sign convicts nobody: it takes words that are syllables in the old encoding
/// and none as they stand.
struct LegacyDetector {
  private var votes: [LegacyEncoding: Int] = [:]
  private var sound = 0
  private var first: CellPlace?
  private var isSettled = false

  private static let enough = 8
  /// Words looked at, in a sheet that is Unicode as most are.
  private static let mostWords = 3_000

  mutating func take(_ row: Row, sheet: String?) throws(SpreadsheetError) {
    guard !isSettled else { return }
    for cell in row.cells {
      guard case .text(let text) = cell.value, Self.isWorthALook(text) else { continue }
      take(text, at: CellPlace(sheet: sheet, row: row.number, column: cell.column))
    }
    if let worst, worst.1 >= Self.enough, worst.1 > 3 * sound { throw error(worst.0) }
    isSettled = sound > Self.mostWords
  }

  /// A short table is judged by what little it has.
  func end() throws(SpreadsheetError) {
    if let worst, worst.1 >= 2, worst.1 > sound { throw error(worst.0) }
  }

  private var worst: (LegacyEncoding, Int)? {
    votes.max { ($0.value, $0.key.rawValue) < ($1.value, $1.key.rawValue) }.map {
      ($0.key, $0.value)
    }
  }

  private func error(_ encoding: LegacyEncoding) -> SpreadsheetError {
    SpreadsheetError(.legacyText(encoding), at: first)
  }

  private mutating func take(_ text: String, at place: CellPlace) {
    for word in text.split(whereSeparator: { $0.isWhitespace || ",.;:()/-".contains($0) })
    where Self.isWorthALook(word) {
      guard let encoding = Self.encoding(of: String(word)) else {
        sound += 1
        continue
      }
      votes[encoding, default: 0] += 1
      if first == nil { first = place }
    }
  }

  private static func isWorthALook(_ text: some StringProtocol) -> Bool {
    // Every letter of the old encodings begins with one of these two bytes in UTF-8, or is a sign.
    text.utf8.contains { $0 >= 0x80 }
  }

  /// Nil for a word that is right as it is, or nothing that is known.
  private static func encoding(of word: String) -> LegacyEncoding? {
    if VietnameseSyllable.isOne(word) { return nil }
    guard let bytes = Windows1252.bytes(of: word) else { return nil }
    if String(validating: bytes, as: UTF8.self) != nil { return .misreadUTF8 }
    // A colon of the one is a letter of the other, so both are asked.
    if EightBitText.isVietnamese(bytes, in: .tcvn3) { return .tcvn3 }
    return EightBitText.isVietnamese(bytes, in: .vni) ? .vni : nil
  }
}

/// The bytes that a program took for this text when it thought them Latin.
private enum Windows1252 {
  /// Nil when a character is in neither Latin-1 nor Windows-1252.
  static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      if scalar.value < 0x100 {
        bytes.append(UInt8(scalar.value))
      } else if let byte = signs[scalar] {
        bytes.append(byte)
      } else {
        return nil
      }
    }
    return bytes
  }

  private static let signs: [Unicode.Scalar: UInt8] = [
    "\u{20ac}": 0x80, "\u{201a}": 0x82, "\u{192}": 0x83, "\u{201e}": 0x84, "\u{2026}": 0x85,
    "\u{2020}": 0x86, "\u{2021}": 0x87, "\u{2c6}": 0x88, "\u{2030}": 0x89, "\u{160}": 0x8a,
    "\u{2039}": 0x8b, "\u{152}": 0x8c, "\u{17d}": 0x8e, "\u{2018}": 0x91, "\u{2019}": 0x92,
    "\u{201c}": 0x93, "\u{201d}": 0x94, "\u{2022}": 0x95, "\u{2013}": 0x96, "\u{2014}": 0x97,
    "\u{2dc}": 0x98, "\u{2122}": 0x99, "\u{161}": 0x9a, "\u{203a}": 0x9b, "\u{153}": 0x9c,
    "\u{17e}": 0x9e, "\u{178}": 0x9f,
  ]
}
