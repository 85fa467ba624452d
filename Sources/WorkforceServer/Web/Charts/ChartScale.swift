/// Maps numbers to a length, between round numbers that a reader can name.
struct ChartScale: Equatable {
  let low: Double
  let high: Double
  let step: Double
  /// Where `low` and `high` are drawn.
  let start: Double
  let end: Double

  /// - Parameters:
  ///   - includesZero: also when all values are far from it, as bars must.
  ///   - ticks: about how many steps are wanted.
  init(
    _ values: some Sequence<Double>, includesZero: Bool, ticks: Int, start: Double, end: Double
  ) {
    let finite = values.filter(\.isFinite)
    var low = finite.min() ?? 0
    var high = finite.max() ?? 1
    // A line that falls from 100 to 90 fills the chart; one that halves stands on the zero.
    if includesZero || low * high <= 0 || min(abs(low), abs(high)) < 0.6 * max(abs(low), abs(high))
    {
      low = min(low, 0)
      high = max(high, 0)
    }
    if low == high {
      low -= abs(low) / 2
      high = high == 0 ? 1 : high + abs(high) / 2
    }
    let step = Self.roundStep((high - low) / Double(max(ticks, 1)))
    self.step = step
    self.low = (low / step).rounded(.down) * step
    self.high = (high / step).rounded(.up) * step
    self.start = start
    self.end = end
  }

  /// 1, 2 or 5 times a power of ten, at least as large as the length.
  static func roundStep(_ length: Double) -> Double {
    guard length.isFinite, length > 0 else { return 1 }
    var power = 1.0
    while power * 10 <= length { power *= 10 }
    while power > length { power /= 10 }
    return [1, 2, 5, 10].map { $0 * power }.first { $0 >= length } ?? power * 10
  }

  var ticks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(count, 0)).map { low + Double($0) * step }
  }

  func place(_ value: Double) -> Double {
    start + (value - low) / (high - low) * (end - start)
  }
}

extension HTMLWriter {
  /// A coordinate, to a tenth of a unit.
  mutating func coordinate(_ value: Double) {
    let tenths = Int((value * 10).rounded())
    if tenths < 0 { markup("-") }
    made("\(abs(tenths) / 10)")
    if tenths % 10 != 0 { made(".\(abs(tenths) % 10)") }
  }

  /// ` name="12.5"`
  mutating func attribute(_ name: StaticString, _ value: Double) {
    markup(" ")
    markup(name)
    markup("=\"")
    coordinate(value)
    markup("\"")
  }
}
