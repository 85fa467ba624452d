/// Random numbers that follow from a seed and what they are for, in whatever order they are asked.
///
/// SplitMix64. Source: Steele, Lea & Flood (2014), "Fast splittable pseudorandom number generators".
/// The generator of the standard library may draw differently in another release.
struct DemoRandom {
  /// What a stream of numbers is for: adding a draw to one leaves the others as they are.
  enum Purpose: UInt64 {
    case firm = 1
    case roles
    case people
    case training
    case evidence
    case budgets
    case business
    case books
    case reporting
    case levers
    case standing
    case basicTest
    case planning
  }

  private var state: UInt64

  init(seed: UInt64, _ purpose: Purpose, _ number: Int) {
    state = Self.mixed(
      Self.mixed(seed &+ purpose.rawValue &* 0x9e37_79b9_7f4a_7c15) &+ UInt64(number))
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(state)
  }

  /// 0 up to but not including the bound.
  mutating func below(_ bound: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(max(1, bound))).high)
  }

  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// True as often as the percentage says.
  mutating func happens(_ percent: Int) -> Bool {
    below(100) < percent
  }

  mutating func element<Element>(of elements: [Element]) -> Element {
    elements[below(elements.count)]
  }

  /// The place of a weight, drawn in proportion to it.
  mutating func place(inWeights weights: some Collection<Int>) -> Int {
    var rest = below(weights.reduce(0, +))
    for (place, weight) in weights.enumerated() {
      if rest < weight { return place }
      rest -= weight
    }
    return 0
  }

  /// Near to a normal number, within ±6: the sum of twelve uniform ones, so that no library of the
  /// machine has a say in it.
  mutating func normal() -> Double {
    var sum = 0.0
    for _ in 0..<6 {
      let bits = next()
      sum += Double(bits >> 32) + Double(bits & 0xffff_ffff)
    }
    return sum / 4_294_967_296 - 6
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var mixed = value
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }
}
