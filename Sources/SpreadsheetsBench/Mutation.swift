import Foundation

/// Random damage to bytes, the same for the same seed.
struct Mutation: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 0x9e37_79b9_7f4a_7c15 }

  /// Source: Steele, Lea and Flood (2014), SplitMix64.
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  /// One to eight changes: bytes flipped, cut, doubled, moved from another input, or replaced by what
  /// parsers stumble over.
  mutating func damaged(_ bytes: [UInt8], with other: [UInt8]) -> [UInt8] {
    var damaged = bytes
    for _ in 0..<Int.random(in: 1...8, using: &self) { change(&damaged, other) }
    return damaged
  }

  private mutating func change(_ bytes: inout [UInt8], _ other: [UInt8]) {
    guard !bytes.isEmpty else {
      bytes = other
      return
    }
    let at = Int.random(in: 0..<bytes.count, using: &self)
    let length = Int.random(in: 1...min(64, bytes.count), using: &self)
    let end = min(bytes.count, at + length)
    switch Int.random(in: 0..<7, using: &self) {
    case 0: bytes[at] ^= UInt8(1 << Int.random(in: 0..<8, using: &self))
    case 1: bytes[at] = UInt8.random(in: 0...255, using: &self)
    case 2: bytes.removeSubrange(at..<end)
    case 3: bytes.insert(contentsOf: bytes[at..<end], at: at)
    case 4:
      guard !other.isEmpty else { return }
      let from = Int.random(in: 0..<other.count, using: &self)
      bytes.insert(contentsOf: other[from..<min(other.count, from + length)], at: at)
    case 5: bytes.removeSubrange(at...)
    default:
      let token = Self.tokens.randomElement(using: &self) ?? []
      bytes.replaceSubrange(at..<min(bytes.count, at + token.count), with: token)
    }
  }

  private static let tokens: [[UInt8]] = [
    "\"", "\"\"", ";", ",", "\t", "\r", "\n", "\r\n", "\u{FEFF}", "\u{0}", "<", "</", "/>", "<row>",
    "<c t=\"s\">", "<v>", "</sheetData>", "<!--", "<!DOCTYPE a [", "<?", "?>", "<?a?>", "<![CDATA[",
    "&#x0;", "&amp;",
    "&#1114112;", "r=\"A1048577\"", "r=\"XFE1\"", "s=\"-1\"", "1e999", "-1", "nan", "99999999999",
    "_x000D_", "_xD800_", "ref=\"A1:XFD1048576\"", "t=\"d\"", "hidden=\"1\"", "sep=;\n", "ễ",
    "e\u{302}\u{303}",
  ].map { Array($0.utf8) }
}
