import Foundation

/// Foundation reads and writes these through `sscanf` and `snprintf`, which a short request would feel.
extension UUID {
  private static let digits = Array("0123456789abcdef".utf8)

  private static func standsBeforeHyphen(_ index: Int) -> Bool {
    index == 3 || index == 5 || index == 7 || index == 9
  }

  /// In small letters, as PostgreSQL writes it.
  package var text: String {
    withUnsafeBytes(of: uuid) { bytes in
      String(unsafeUninitializedCapacity: 36) { text in
        var at = 0
        for (index, byte) in bytes.enumerated() {
          text[at] = Self.digits[Int(byte >> 4)]
          text[at + 1] = Self.digits[Int(byte & 15)]
          at += 2
          if Self.standsBeforeHyphen(index) {
            text[at] = UInt8(ascii: "-")
            at += 1
          }
        }
        return at
      }
    }
  }

  /// Large or small letters, with hyphens and nothing around them; nil for anything else.
  package init?(text: String) {
    var uuid = ID<Firm>.none.uuid.uuid
    let isRead = withUnsafeMutableBytes(of: &uuid) { Self.read(text.utf8, into: $0) }
    guard isRead else { return nil }
    self.init(uuid: uuid)
  }

  private static func read(
    _ text: String.UTF8View, into bytes: UnsafeMutableRawBufferPointer
  ) -> Bool {
    var text = text.makeIterator()
    for index in bytes.indices {
      guard let high = text.next().flatMap(value), let low = text.next().flatMap(value) else {
        return false
      }
      bytes[index] = high << 4 | low
      if standsBeforeHyphen(index), text.next() != UInt8(ascii: "-") { return false }
    }
    return text.next() == nil
  }

  private static func value(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
