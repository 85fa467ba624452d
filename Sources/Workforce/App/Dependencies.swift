import Foundation

/// What the core takes from the world, so that a test can give it another.
package struct Dependencies: Sendable {
  package var now: @Sendable () -> Date
  package var uuid: @Sendable (Date) -> UUID
  package var randomBytes: @Sendable (Int) -> [UInt8]

  package init(
    now: @escaping @Sendable () -> Date,
    uuid: @escaping @Sendable (Date) -> UUID,
    randomBytes: @escaping @Sendable (Int) -> [UInt8]
  ) {
    self.now = now
    self.uuid = uuid
    self.randomBytes = randomBytes
  }

  package static let live = Dependencies(
    now: { Date() },
    uuid: { UUID.version7(at: $0) },
    randomBytes: { count in
      var generator = SystemRandomNumberGenerator()
      return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    })
}

extension UUID {
  /// A time-ordered identifier: 48 bits of milliseconds, 74 random bits. Source: RFC 9562, 5.7.
  package static func version7(at moment: Date) -> UUID {
    let milliseconds = UInt64(max(0, moment.timeIntervalSince1970 * 1000))
    var generator = SystemRandomNumberGenerator()
    let high = UInt16.random(in: .min ... .max, using: &generator) & 0x0FFF | 0x7000
    let low = UInt64.random(in: .min ... .max, using: &generator) & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63
    func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: value >> shift)
    }
    return UUID(
      uuid: (
        byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24),
        byte(milliseconds, 16), byte(milliseconds, 8), byte(milliseconds, 0),
        UInt8(high >> 8), UInt8(truncatingIfNeeded: high),
        byte(low, 56), byte(low, 48), byte(low, 40), byte(low, 32),
        byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
      ))
  }
}
