/// Whether XML that comes in chunks is free of processing instructions that say nothing, `<?name?>`. The
/// XML parser of Foundation on Linux stops the program at one; no writer of workbooks makes any.
///
/// It looks at bytes, so one within a comment counts as well.
struct InstructionCheck {
  private enum State { case outside, opened, target, questioned }

  private var state = State.outside

  /// False at the end of such an instruction.
  mutating func take(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let last = bytes.last else { return true }
    // Hardly any chunk has a question mark, so few are looked at byte by byte.
    if state == .outside || state == .opened, !bytes.contains(Self.question) {
      state = last == Self.less ? .opened : .outside
      return true
    }
    for byte in bytes {
      switch state {
      case .outside: if byte == Self.less { state = .opened }
      case .opened:
        state = byte == Self.question ? .target : byte == Self.less ? .opened : .outside
      case .target:
        // What follows a space is what the instruction says.
        state = byte == Self.question ? .questioned : Self.isSpace(byte) ? .outside : .target
      case .questioned:
        if byte == Self.greater { return false }
        state = byte == Self.question ? .questioned : Self.isSpace(byte) ? .outside : .target
      }
    }
    return true
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")
  private static let question = UInt8(ascii: "?")
}
