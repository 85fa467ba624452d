/// Several tests in one report.
package enum AdjustedP {
  /// Holm's step-down: controls the chance of any false finding. In the order given.
  package static func holm(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var adjusted = values
    var largest = 0.0
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, Double(values.count - rank) * values[index]))
      adjusted[index] = largest
    }
    return adjusted
  }

  /// Benjamini and Hochberg's step-up: controls the share of false findings.
  package static func benjaminiHochberg(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) > (values[$1], $1) }
    var adjusted = values
    var smallest = 1.0
    for (position, index) in order.enumerated() {
      let rank = values.count - position
      smallest = min(smallest, values[index] * Double(values.count) / Double(rank))
      adjusted[index] = smallest
    }
    return adjusted
  }
}
