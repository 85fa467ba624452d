/// Values with both tails pulled in to quantiles of the whole sample, never of one arm.
package struct Winsorised: Equatable, Sendable {
  package let low: Double
  package let high: Double
  package let values: [Double]

  /// `lower` and `upper` are probabilities, such as 0.01 and 0.99; quantiles of type 7. Missing
  /// values (NaN) stay.
  package init(_ values: [Double], lower: Double, upper: Double) {
    let sorted = values.filter { !$0.isNaN }.sorted()
    guard !sorted.isEmpty else {
      low = .nan
      high = .nan
      self.values = values
      return
    }
    let low = quantileType7(sorted, lower)
    let high = quantileType7(sorted, upper)
    self.low = low
    self.high = high
    self.values = values.map { $0.isNaN ? $0 : min(max($0, low), high) }
  }
}
