/// Ways to hand the observed adoption paths to other units, within strata.
package struct Assignments: Sendable {
  /// Units of each stratum.
  private let strata: [[Int]]
  /// For each unit the path that it took.
  package let actual: [Int]
  /// Number of distinct assignments; infinite when beyond counting.
  package let count: Double

  package init(paths: [Int], strata: [[Int]]) {
    actual = paths
    self.strata = strata
    count = strata.reduce(1.0) { $0 * Self.arrangements($1.map { paths[$0] }) }
  }

  /// n! / Π m_p!, exact below 2⁵³.
  private static func arrangements(_ paths: [Int]) -> Double {
    var result = 1.0
    var placed = 0.0
    let sizes = Dictionary(grouping: paths) { $0 }.values.map(\.count).sorted()
    for size in sizes {
      for step in 1...max(1, size) where size > 0 {
        placed += 1
        result = (result * placed / Double(step)).rounded()
      }
    }
    return result
  }

  /// Calls `body` once with every distinct assignment.
  package func visit<Failure: Error>(
    _ body: ([Int]) throws(Failure) -> Void
  ) throws(Failure) {
    var assignment = actual
    try fill(stratum: 0, &assignment, body)
  }

  private func fill<Failure: Error>(
    stratum: Int, _ assignment: inout [Int], _ body: ([Int]) throws(Failure) -> Void
  ) throws(Failure) {
    guard stratum < strata.count else {
      try body(assignment)
      return
    }
    let units = strata[stratum]
    var arrangement = units.map { actual[$0] }.sorted()
    repeat {
      for (unit, path) in zip(units, arrangement) { assignment[unit] = path }
      try fill(stratum: stratum + 1, &assignment, body)
    } while Self.advance(&arrangement)
  }

  /// The next arrangement in lexicographic order; false after the last.
  private static func advance(_ values: inout [Int]) -> Bool {
    guard
      let pivot = values.indices.dropLast().last(where: { values[$0] < values[$0 + 1] }),
      let successor = values.indices.last(where: { values[$0] > values[pivot] })
    else { return false }
    values.swapAt(pivot, successor)
    values[(pivot + 1)...].reverse()
    return true
  }

  /// A random assignment.
  package func draw(_ generator: inout SeededGenerator) -> [Int] {
    var assignment = actual
    for units in strata {
      var paths = units.map { actual[$0] }
      for index in stride(from: paths.count - 1, to: 0, by: -1) {
        paths.swapAt(index, generator.below(index + 1))
      }
      for (unit, path) in zip(units, paths) { assignment[unit] = path }
    }
    return assignment
  }
}
