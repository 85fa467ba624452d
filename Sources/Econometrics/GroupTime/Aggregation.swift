/// An average of cells: the number, and its weights on cells and on the sampled cohort shares.
package struct Aggregate: Sendable {
  package let estimate: Double
  /// Weight of every cell.
  package let cells: [Double]
  /// Weight of every centred cohort indicator; zero where the weights are not estimated.
  package let cohorts: [Double]

  /// Σ weight · part.
  init(_ parts: [(weight: Double, part: Aggregate)], cells: Int, cohorts: Int) {
    var estimate = 0.0
    var cellWeights = [Double](repeating: 0, count: cells)
    var cohortWeights = [Double](repeating: 0, count: cohorts)
    for (weight, part) in parts {
      estimate += weight * part.estimate
      for index in cellWeights.indices { cellWeights[index] += weight * part.cells[index] }
      for index in cohortWeights.indices { cohortWeights[index] += weight * part.cohorts[index] }
    }
    self.estimate = estimate
    self.cells = cellWeights
    self.cohorts = cohortWeights
  }

  init(estimate: Double, cells: [Double], cohorts: [Double]) {
    self.estimate = estimate
    self.cells = cells
    self.cohorts = cohorts
  }
}

/// A family of averages (by cohort, event time or period) and the average over it.
package struct AggregateFamily: Sendable {
  package let labels: [Int]
  package let members: [Aggregate]
  package let overall: Aggregate?
}

/// The averages of group-time effects that reports use.
package struct Aggregation: Sendable {
  private let effects: GroupTimeEffects
  private let shares: [Int: Double]
  private let cohortIndex: [Int: Int]
  /// Cells that have a number.
  private let usable: [Int]

  package init(_ effects: GroupTimeEffects) {
    self.effects = effects
    let moments = effects.moments
    shares = Dictionary(uniqueKeysWithValues: zip(moments.cohorts, moments.shares))
    cohortIndex = Dictionary(
      uniqueKeysWithValues: moments.cohorts.enumerated().map { ($1, $0) })
    usable = effects.plan.cells.indices.filter { effects.value($0) != nil }
  }

  private var cells: [GroupTimePlan.Cell] { effects.plan.cells }
  private var cellCount: Int { cells.count }
  private var cohortCount: Int { cohortIndex.count }
  private var posts: [Int] { usable.filter { cells[$0].isPost } }

  /// All cells from adoption on, weighted by the size of their cohort.
  package var simple: Aggregate? {
    posts.isEmpty ? nil : weighted(posts.map { (cells[$0].cohort, single($0)) })
  }

  /// The mean over the periods of each cohort; overall weighted by the size of the cohort.
  package var group: AggregateFamily {
    let labels = Set(posts.map { cells[$0].cohort }).sorted()
    let members = labels.map { cohort in
      mean(posts.filter { cells[$0].cohort == cohort }.map(single))
    }
    let overall = labels.isEmpty ? nil : weighted(Array(zip(labels, members)))
    return AggregateFamily(labels: labels, members: members, overall: overall)
  }

  /// By periods since adoption; overall the plain mean from event time 0 on.
  package var dynamic: AggregateFamily {
    let events = usable.map { effects.plan.panel.periods[cells[$0].period] - cells[$0].cohort }
    let labels = Set(events).sorted()
    let members = labels.map { event in
      weighted(
        zip(usable, events).filter { $1 == event }.map { (cells[$0.0].cohort, single($0.0)) })
    }
    let after = zip(labels, members).filter { $0.0 >= 0 }.map(\.1)
    return AggregateFamily(
      labels: labels, members: members, overall: after.isEmpty ? nil : mean(after))
  }

  /// By calendar period, over the cohorts treated by then; overall the plain mean.
  package var calendar: AggregateFamily {
    let numbers = Set(posts.map { cells[$0].period }).sorted()
    let members = numbers.map { period in
      weighted(posts.filter { cells[$0].period == period }.map { (cells[$0].cohort, single($0)) })
    }
    return AggregateFamily(
      labels: numbers.map { effects.plan.panel.periods[$0] }, members: members,
      overall: members.isEmpty ? nil : mean(members))
  }

  package func single(_ cell: Int) -> Aggregate {
    var weights = [Double](repeating: 0, count: cellCount)
    weights[cell] = 1
    return Aggregate(
      estimate: effects.value(cell) ?? .nan, cells: weights,
      cohorts: [Double](repeating: 0, count: cohortCount))
  }

  private func mean(_ parts: [Aggregate]) -> Aggregate {
    let weight = 1 / Double(parts.count)
    return Aggregate(
      parts.map { (weight, $0) }, cells: cellCount, cohorts: cohortCount)
  }

  /// Average by cohort size, with the influence of the estimated sizes:
  /// Σ_k ATT_k [(1{G=g_k} − p_k)/Σp − p_k Σ_j (1{G=g_j} − p_j)/(Σp)²].
  private func weighted(_ parts: [(cohort: Int, part: Aggregate)]) -> Aggregate {
    let sizes = parts.map { shares[$0.cohort] ?? 0 }
    let sum = sizes.reduce(0, +)
    let average = Aggregate(
      zip(sizes, parts).map { ($0 / sum, $1.part) }, cells: cellCount, cohorts: cohortCount)
    var cohorts = average.cohorts
    for (cohort, part) in parts {
      guard let index = cohortIndex[cohort] else { continue }
      cohorts[index] += (part.estimate - average.estimate) / sum
    }
    return Aggregate(estimate: average.estimate, cells: average.cells, cohorts: cohorts)
  }
}
