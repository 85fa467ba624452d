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
  /// A time-ordered identifier: 48 bits of milliseconds, 12 of the part of one that has passed, 62 random
  /// bits. Source: RFC 9562, 5.7 and method 3 of 6.2.
  package static func version7(at moment: Date) -> UUID {
    let moment = UInt64(max(0, moment.timeIntervalSince1970 * 1000 * 4096))
    let milliseconds = moment >> 12
    let high = moment & 0x0FFF | 0x7000
    // Asked of the system once: each time is a call of the kernel.
    var generator = SystemRandomNumberGenerator()
    let low = generator.next() & 0x3FFF_FFFF_FFFF_FFFF | 1 << 63
    func byte(_ value: UInt64, _ shift: UInt64) -> UInt8 {
      UInt8(truncatingIfNeeded: value >> shift)
    }
    return UUID(
      uuid: (
        byte(milliseconds, 40), byte(milliseconds, 32), byte(milliseconds, 24),
        byte(milliseconds, 16), byte(milliseconds, 8), byte(milliseconds, 0),
        byte(high, 8), byte(high, 0),
        byte(low, 56), byte(low, 48), byte(low, 40), byte(low, 32),
        byte(low, 24), byte(low, 16), byte(low, 8), byte(low, 0)
      ))
  }
}
