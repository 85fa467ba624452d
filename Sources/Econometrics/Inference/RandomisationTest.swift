/// How far out the actual assignment lies among those that could have been.
package struct RandomisationTest: Sendable {
  package let p: Double
  package let upperP: Double
  package let assignments: Int
  package let isExact: Bool
  package let smallestP: Double

  /// A regression of the outcome on a treatment that follows the assigned paths.
  package struct Model: Sendable {
    /// Outcome without the effects.
    let outcome: [Double]
    let absorber: Absorber
    let clusters: Grouping
    /// Number of the unit and of the period of each row.
    let units: [Int]
    let periods: [Int]
    /// Treatment by period of each distinct path.
    let paths: [[Double]]
    /// √ of the small-sample factor of CR1.
    let factor: Double

    /// Coefficient, and coefficient over its CR1 error; nil when the treatment is absorbed.
    func statistics(
      _ assignment: [Int]
    ) throws(StudyRefusal) -> (coefficient: Double, t: Double)? {
      var treatment = [Double](repeating: 0, count: units.count)
      for row in units.indices { treatment[row] = paths[assignment[units[row]]][periods[row]] }
      let raw = dot(treatment, treatment)
      try absorber.absorb(&treatment)
      let spread = dot(treatment, treatment)
      guard spread > 1e-9 * raw, spread > 0 else { return nil }
      let coefficient = dot(treatment, outcome) / spread
      var scores = [Double](repeating: 0, count: clusters.count)
      for row in units.indices {
        scores[Int(clusters.codes[row])] +=
          treatment[row] * (outcome[row] - coefficient * treatment[row])
      }
      let error = dot(scores, scores).squareRoot() / spread * factor
      return (coefficient, coefficient / error)
    }
  }

  private struct Tally {
    let actual: Double
    var twoSided = 0
    var upper = 0
    var total = 0

    mutating func add(_ value: Double?) {
      total += 1
      guard let value else { return }
      if abs(value) >= abs(actual) - 1e-12 { twoSided += 1 }
      if value >= actual - 1e-12 { upper += 1 }
    }
  }

  /// `draws` nil: every assignment. Nil when the actual treatment is absorbed.
  package init?(
    _ model: Model, _ assignments: Assignments, studentised: Bool, draws: Int?, seed: UInt64
  ) throws(StudyRefusal) {
    func statistic(_ assignment: [Int]) throws(StudyRefusal) -> Double? {
      guard let both = try model.statistics(assignment) else { return nil }
      return studentised ? both.t : both.coefficient
    }
    guard let actual = try statistic(assignments.actual) else { return nil }
    var tally = Tally(actual: actual)
    if let draws {
      var generator = SeededGenerator(seed: seed)
      for _ in 0..<draws { tally.add(try statistic(assignments.draw(&generator))) }
      p = Double(1 + tally.twoSided) / Double(draws + 1)
      upperP = Double(1 + tally.upper) / Double(draws + 1)
      smallestP = 1 / Double(draws + 1)
    } else {
      try assignments.visit { (assignment) throws(StudyRefusal) in
        tally.add(try statistic(assignment))
      }
      p = Double(tally.twoSided) / Double(tally.total)
      upperP = Double(tally.upper) / Double(tally.total)
      smallestP = 1 / Double(tally.total)
    }
    self.assignments = tally.total
    isExact = draws == nil
  }
}
