/// Whether bytes that come in chunks are UTF-8. The XML parser of Foundation on Linux stops the program
/// at a name that is not.
struct UTF8Check {
  private var missing = 0
  private var next: ClosedRange<UInt8> = 0x80...0xbf

  /// True when a character is still open.
  var isIncomplete: Bool { missing > 0 }

  /// False at the first byte that cannot stand where it does. Source: Unicode 16, table 3-7.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    for byte in bytes {
      if missing == 0 && byte < 0x80 { continue }
      guard missing == 0 ? begin(byte) : go(on: byte) else { return false }
    }
    return true
  }

  private mutating func go(on byte: UInt8) -> Bool {
    guard next.contains(byte) else { return false }
    missing -= 1
    next = 0x80...0xbf
    return true
  }

  private mutating func begin(_ byte: UInt8) -> Bool {
    switch byte {
    case 0xc2...0xdf: missing = 1
    case 0xe0...0xef: missing = 2
    case 0xf0...0xf4: missing = 3
    default: return false
    }
    switch byte {
    case 0xe0: next = 0xa0...0xbf
    case 0xed: next = 0x80...0x9f
    case 0xf0: next = 0x90...0xbf
    case 0xf4: next = 0x80...0x8f
    default: break
    }
    return true
  }
}
