extension GroupTimeNumbers {
  /// Cohorts by their sizes, small ones with the next smallest.
  package func smallCohorts(below limit: Int) -> SmallGroups<Int> {
    let labels = aggregations.group.labels ?? []
    return SmallGroups(
      Dictionary(
        labels.map { ($0, [cohortSizes[String($0)] ?? 0]) }, uniquingKeysWith: { first, _ in first }
      ),
      below: limit)
  }

  /// The cohorts behind each number of periods since adoption.
  package var cohortsByEvent: [Int: Set<Int>] {
    cells.reduce(into: [:]) { $0[$1.t - $1.g, default: []].insert($1.g) }
  }

  /// Without the figures of cells and cohorts of fewer units than `limit` on a side, nor of averages
  /// from which they would follow by subtraction.
  package func suppressed(below limit: Int) -> GroupTimeNumbers {
    var numbers = self
    let small = smallCohorts(below: limit)
    guard !small.hidden.isEmpty || cells.contains(where: { $0.control < limit }) else {
      return self
    }
    // With its counts, which are those of the cohort.
    numbers.cells = cells.filter { !small.hidden.contains($0.g) && $0.control >= limit }
    for cohort in small.hidden { numbers.cohortSizes[String(cohort)] = nil }
    numbers.aggregations.group.keep { !small.hidden.contains($0) }
    let events = cohortsByEvent
    if !numbers.aggregations.dynamic.keep({ small.mayShow(events[$0] ?? []) }) {
      numbers.aggregations.dynamic.forgetOverall()
    }
    let periods = cells.filter(\.post).reduce(into: [Int: Set<Int>]()) {
      $0[$1.t, default: []].insert($1.g)
    }
    if !numbers.aggregations.calendar.keep({ small.mayShow(periods[$0] ?? []) }) {
      numbers.aggregations.calendar.forgetOverall()
    }
    return numbers
  }
}

extension GroupTimeNumbers.Average {
  /// Whether all members stay.
  @discardableResult
  fileprivate mutating func keep(_ isShown: (Int) -> Bool) -> Bool {
    guard let old = labels, let values = att, let errors = se else { return true }
    let kept = old.indices.filter { isShown(old[$0]) }
    labels = kept.map { old[$0] }
    att = kept.map { values[$0] }
    se = kept.map { errors[$0] }
    return kept.count == old.count
  }

  /// A plain mean of members gives away the one that is missing.
  fileprivate mutating func forgetOverall() {
    overall = nil
    overallError = nil
    interval = nil
    minimumDetectableEffect = nil
  }
}

extension StudyResult {
  /// A second opinion on the same firms without what it says of small cohorts.
  /// - Parameter events: the cohorts behind each number of periods since adoption.
  package func suppressed(_ small: SmallGroups<Int>, events: [Int: Set<Int>]) -> StudyResult {
    var result = self
    switch numbers {
    case .sunAbraham(var numbers):
      if !small.hidden.isEmpty { numbers.cells = [] }
      numbers.event = numbers.event.filter { small.mayShow(events[Int($0.key) ?? 0] ?? []) }
      result.numbers = .sunAbraham(numbers)
    case .imputation(var numbers):
      numbers.horizons = numbers.horizons.filter { small.mayShow(events[Int($0.key) ?? 0] ?? []) }
      result.numbers = .imputation(numbers)
    case .eventStudy(var numbers):
      numbers.event = numbers.event.filter { small.mayShow(events[Int($0.key) ?? 0] ?? []) }
      result.numbers = .eventStudy(numbers)
    case .bacon(var numbers):
      let kinds = numbers.components.reduce(into: [String: Set<Int>]()) {
        $0[$1.type.rawValue, default: []].formUnion([$1.treated, $1.untreated])
      }
      numbers.effectByType = numbers.effectByType.filter { small.mayShow(kinds[$0.key] ?? []) }
      if !small.hidden.isEmpty { numbers.components = [] }
      result.numbers = .bacon(numbers)
    case .regression(var numbers):
      numbers.forget { term in
        guard let event = ImpactAnalysis.lag(of: term) else { return false }
        return !small.mayShow(events[event] ?? [])
      }
      result.numbers = .regression(numbers)
    case nil, .notIdentified, .randomEffects, .instrumental, .groupTime, .wildCluster,
      .randomisation, .mediation:
      break
    }
    return result
  }
}

extension RegressionNumbers {
  /// Takes out terms with all that is said of them.
  fileprivate mutating func forget(_ isHidden: (String) -> Bool) {
    let hidden = names.filter(isHidden)
    guard !hidden.isEmpty else { return }
    cr1Covariance = nil
    for term in hidden {
      for figures in [
        \RegressionNumbers.coefficients, \.minimumDetectableEffect, \.iid, \.hc0, \.hc1,
      ] {
        self[keyPath: figures][term] = Double?.none
      }
      cr0?[term] = Double?.none
      cr2Degrees?[term] = Double?.none
      for tested in [\RegressionNumbers.cr1, \.cr2, \.twoWay] {
        self[keyPath: tested]?.forget(term)
      }
    }
  }
}

extension RegressionNumbers.TestedErrors {
  fileprivate mutating func forget(_ term: String) {
    errors[term] = Double?.none
    t[term] = Double?.none
    p[term] = Double?.none
    intervals[term] = [Double]?.none
  }
}

extension ImpactVariant {
  /// Its counts go as well: beside the headline's they tell how many firms were left out.
  package var withoutFigures: ImpactVariant {
    var variant = self
    variant.estimate = nil
    variant.low = nil
    variant.high = nil
    variant.treated = nil
    variant.control = nil
    variant.leftOut = nil
    return variant
  }
}

extension LeverFindings.Order {
  private static let counts: [any WritableKeyPath<Self, Int?> & Sendable] = [
    \.trainingFirst, \.supportFirst, \.together, \.trainingOnly, \.supportOnly, \.neither,
  ]

  fileprivate var withoutCounts: Self {
    var order = self
    for count in Self.counts { order[keyPath: count] = nil }
    return order
  }

  fileprivate func sum(_ counts: KeyPath<Self, Int?>...) -> Int {
    counts.reduce(0) { $0 + (self[keyPath: $1] ?? 0) }
  }

  /// Without counts of fewer firms than `limit`, nor those that they would follow from: the six make up
  /// the firms of the study, whose number is known.
  fileprivate func suppressed(below limit: Int) -> Self {
    let sizes = Self.counts.enumerated().map { ($0, [self[keyPath: $1] ?? 0]) }
    let small = SmallGroups(Dictionary(uniqueKeysWithValues: sizes), below: limit)
    var order = self
    for hidden in small.hidden { order[keyPath: Self.counts[hidden]] = nil }
    return order
  }
}

extension LeverFindings {
  /// Without counts of few firms. Switches are sums of the counts in `order`, so they go with any of them.
  /// - Parameter withTotals: false where the firms of the study in all are not told, which the counts of `order` make up.
  package func countsSuppressed(below limit: Int, withTotals: Bool) -> LeverFindings {
    let shown = withTotals ? order.suppressed(below: limit) : order.withoutCounts
    // Who had a lever from the first period on is in `order` and made no switch.
    let isFew = [
      switches.trainingAlone, switches.supportAlone, switches.both,
      order.sum(\.trainingFirst, \.trainingOnly) - (switches.trainingAlone ?? 0),
      order.sum(\.supportFirst, \.supportOnly) - (switches.supportAlone ?? 0),
      order.sum(\.trainingFirst, \.supportFirst, \.together) - (switches.both ?? 0),
    ].contains { (1..<limit).contains(abs($0 ?? 0)) }
    return LeverFindings(
      figures: figures, status: status,
      switches: shown == order && !isFew ? switches : Switches(nil, nil, nil), order: shown,
      trainingAlone: trainingAlone)
  }

  /// The lines of the levers stay; what training did among firms that were never supported does not.
  package var withoutTrainingAlone: LeverFindings {
    LeverFindings(
      figures: figures, status: status, switches: switches, order: order,
      trainingAlone: trainingAlone?.withoutFigures)
  }

  package var withoutFigures: LeverFindings {
    LeverFindings(
      figures: [], status: .notEnoughEvidence, switches: switches, order: order,
      trainingAlone: trainingAlone?.withoutFigures)
  }
}
