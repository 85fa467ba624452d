/// Effects as outcomes less what untreated rows predict (Borusyak, Jaravel and Spiess 2024).
package struct Imputation: Sendable {
  package struct Target: Sendable {
    package let coef: Double
    package let se: Double
  }

  /// Treated rows whose firm or period has no untreated row, or is not connected to it by any.
  package let notEstimable: Int
  /// Mean over all estimable treated rows; nil when there is none.
  package let overall: Target?
  /// By periods since adoption.
  package let horizons: [Int: Target]

  package init(_ data: AdoptionRows, anticipation: Int) {
    let isUntreated = data.cohorts.indices.map {
      data.cohorts[$0] == AdoptionPanel.never
        || data.dates[$0] < data.cohorts[$0] - anticipation
    }
    let model = UntreatedModel(data, isUntreated: isUntreated)
    let targets = data.outcome.indices.filter { !isUntreated[$0] && model.isEstimable($0) }
    let effects = targets.map { data.outcome[$0] - model.prediction($0) }
    notEstimable = data.outcome.indices.reduce(0) {
      $0 + (!isUntreated[$1] && !model.isEstimable($1) ? 1 : 0)
    }
    let events = targets.map { data.dates[$0] - data.cohorts[$0] }
    func target(_ isUsed: (Int) -> Bool) -> Target? {
      let used = targets.indices.filter { isUsed(events[$0]) }
      guard !used.isEmpty else { return nil }
      return model.target(
        rows: used.map { targets[$0] }, effects: used.map { effects[$0] },
        events: used.map { events[$0] })
    }
    overall = target { $0 >= 0 }
    var horizons: [Int: Target] = [:]
    for event in Set(events) {
      if let estimate = target({ $0 == event }) { horizons[event] = estimate }
    }
    self.horizons = horizons
  }
}

/// Firm and period effects fitted to the untreated rows.
private struct UntreatedModel {
  let data: AdoptionRows
  let isUntreated: [Bool]
  private let untreated: [Int]
  private let factor: OrderedCholesky
  private let unitCounts: [Double]
  private let unitEffects: [Double]
  private let timeEffects: [Double]
  private let unitPiece: [Int]
  private let timePiece: [Int]
  private let timeSeen: [Bool]

  init(_ data: AdoptionRows, isUntreated: [Bool]) {
    self.data = data
    self.isUntreated = isUntreated
    let untreated = isUntreated.indices.filter { isUntreated[$0] }
    let periods = data.time.count
    var unitCounts = [Double](repeating: 0, count: data.unit.count)
    var unitSums = unitCounts
    var seen = [Bool](repeating: false, count: periods)
    var presence = [[Int]](repeating: [], count: data.unit.count)
    for row in untreated {
      let unit = Int(data.unit.codes[row])
      unitCounts[unit] += 1
      unitSums[unit] += data.outcome[row]
      presence[unit].append(Int(data.time.codes[row]))
      seen[Int(data.time.codes[row])] = true
    }
    var matrix = Matrix(rows: periods, columns: periods)
    var counts = [Double](repeating: 0, count: periods)
    for (unit, times) in presence.enumerated() {
      for a in times {
        matrix[a, a] += 1
        counts[a] += 1
        for b in times { matrix[a, b] -= 1 / unitCounts[unit] }
      }
    }
    factor = OrderedCholesky(matrix, floors: counts.map { $0 * 1e-11 })
    var right = [Double](repeating: 0, count: periods)
    for row in untreated {
      let unit = Int(data.unit.codes[row])
      right[Int(data.time.codes[row])] += data.outcome[row] - unitSums[unit] / unitCounts[unit]
    }
    let timeEffects = Self.solve(factor, right)
    unitEffects = presence.indices.map { unit in
      let carried = presence[unit].reduce(0) { $0 + timeEffects[$1] }
      return (unitSums[unit] - carried) / unitCounts[unit]
    }
    self.untreated = untreated
    self.unitCounts = unitCounts
    self.timeEffects = timeEffects
    timeSeen = seen
    let pieces = componentLabels(
      Grouping(
        name: "", codes: untreated.map { data.unit.codes[$0] }, count: data.unit.count),
      Grouping(name: "", codes: untreated.map { data.time.codes[$0] }, count: periods))
    unitPiece = pieces.first
    timePiece = pieces.second
  }

  private static func solve(_ factor: OrderedCholesky, _ right: [Double]) -> [Double] {
    var solution = [Double](repeating: 0, count: right.count)
    let kept = factor.solve(factor.kept.map { right[$0] })
    for (position, value) in zip(factor.kept, kept) { solution[position] = value }
    return solution
  }

  func isEstimable(_ row: Int) -> Bool {
    let unit = Int(data.unit.codes[row])
    let time = Int(data.time.codes[row])
    return unitCounts[unit] > 0 && timeSeen[time] && unitPiece[unit] == timePiece[time]
  }

  func prediction(_ row: Int) -> Double {
    unitEffects[Int(data.unit.codes[row])] + timeEffects[Int(data.time.codes[row])]
  }

  /// The mean of the effects of the rows. Its error takes residuals on untreated rows with the
  /// weights that the prediction gives them, and on treated rows the effect less its mean by
  /// cohort and horizon.
  func target(rows: [Int], effects: [Double], events: [Int]) -> Imputation.Target {
    let weight = 1 / Double(rows.count)
    var unitWeights = [Double](repeating: 0, count: data.unit.count)
    var timeWeights = [Double](repeating: 0, count: data.time.count)
    for row in rows {
      unitWeights[Int(data.unit.codes[row])] += weight
      timeWeights[Int(data.time.codes[row])] += weight
    }
    // −(Z₀'Z₀)⁻¹Z₁'w, the unit part eliminated.
    for row in untreated {
      let unit = Int(data.unit.codes[row])
      timeWeights[Int(data.time.codes[row])] -= unitWeights[unit] / unitCounts[unit]
    }
    let byTime = Self.solve(factor, timeWeights)
    var byUnit = unitWeights
    for row in untreated {
      byUnit[Int(data.unit.codes[row])] -= byTime[Int(data.time.codes[row])]
    }
    var sums = [Double](repeating: 0, count: data.clusters.count)
    for row in untreated {
      let unit = Int(data.unit.codes[row])
      let v = -(byUnit[unit] / unitCounts[unit] + byTime[Int(data.time.codes[row])])
      sums[Int(data.clusters.codes[row])] += v * (data.outcome[row] - prediction(row))
    }
    struct Key: Hashable {
      let cohort: Int
      let event: Int
    }
    var means: [Key: (sum: Double, count: Double)] = [:]
    for (index, row) in rows.enumerated() {
      let key = Key(cohort: data.cohorts[row], event: events[index])
      let old = means[key] ?? (0, 0)
      means[key] = (old.sum + effects[index], old.count + 1)
    }
    var mean = 0.0
    for (index, row) in rows.enumerated() {
      mean += weight * effects[index]
      let group = means[Key(cohort: data.cohorts[row], event: events[index])] ?? (0, 1)
      sums[Int(data.clusters.codes[row])] += weight * (effects[index] - group.sum / group.count)
    }
    return Imputation.Target(coef: mean, se: dot(sums, sums).squareRoot())
  }
}
