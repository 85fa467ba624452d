/// SplitMix64: the same seed gives the same draws on every machine and in every release.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  package init(seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Self.mixed(state)
  }

  /// Uniform in [0, 1) with 53 random bits.
  package mutating func uniform() -> Double {
    Double(next() &>> 11) * 0x1p-53
  }

  /// A whole number in 0..<bound. The bias of the remainder is below bound / 2⁶⁴.
  package mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// The finaliser of SplitMix64 (Steele, Lea and Flood 2014).
  package static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
  }
}
