import Foundation

/// Critical values that hold for all numbers of a picture at once, by the multiplier bootstrap.
package struct UniformBand: Sendable {
  package let cells: Double?
  package let dynamic: Double?

  private static let batch = 256
  /// Beyond this many multipliers the sum over units is normal for every purpose, and is drawn from
  /// its covariance.
  static let drawLimit = 100_000_000

  /// Whether the influence functions of all units are needed.
  package static func drawsMultipliers(units: Int, _ request: BandRequest) -> Bool {
    units * request.draws <= drawLimit
  }

  package init(
    _ effects: GroupTimeEffects, _ request: BandRequest, dynamic: AggregateFamily, level: Double
  ) {
    let cellCount = effects.plan.cells.count
    let aggregation = Aggregation(effects)
    let targets = (0..<cellCount).filter {
      if case .estimated = effects.outcomes[$0] { return true }
      return false
    }.map(aggregation.single)
    let members = targets + dynamic.members
    let errors = members.map(effects.standardError)
    let draws: Matrix
    if let influence = effects.influence,
      Self.drawsMultipliers(units: effects.plan.panel.units, request)
    {
      draws = Self.multiplierDraws(effects, influence, members, request)
    } else {
      draws = Self.normalDraws(effects, members, request)
    }
    let scaled = Self.standardised(draws, errors: errors)
    let critical = { (range: Range<Int>) -> Double? in
      let used = range.filter { scaled[$0] != nil }
      guard !used.isEmpty else { return nil }
      var largest = [Double](repeating: 0, count: request.draws)
      for index in used {
        for (draw, value) in (scaled[index] ?? []).enumerated() {
          largest[draw] = max(largest[draw], value)
        }
      }
      let pointwise = NormalDistribution.quantile(1 - level / 2)
      return max(pointwise, quantileType7(largest.sorted(), 1 - level))
    }
    cells = critical(0..<targets.count)
    self.dynamic = critical(targets.count..<members.count)
  }

  /// |b| over its interquartile scale; nil for a number without spread.
  private static func standardised(_ draws: Matrix, errors: [Double]) -> [[Double]?] {
    errors.indices.map { index in
      guard errors[index] > 0 else { return nil }
      let column = draws.column(index)
      let sorted = column.sorted()
      let range = quantileType7(sorted, 0.75) - quantileType7(sorted, 0.25)
      // Two normal quartiles apart: the interquartile range of the standard normal.
      let scale = range / 1.348979500392163
      guard scale > 0 else { return nil }
      return column.map { abs($0 / scale) }
    }
  }

  /// Mammen's two-point multipliers, one per unit or cluster. Shape (draws, members).
  private static func multiplierDraws(
    _ effects: GroupTimeEffects, _ influence: Matrix, _ members: [Aggregate],
    _ request: BandRequest
  ) -> Matrix {
    let columns = memberInfluence(effects, influence, members)
    let rows = columns.rows
    let kappa = (1 + 5.0.squareRoot()) / 2
    let bound = UInt64(kappa / 5.0.squareRoot() * 0x1p63) &* 2
    var generator = SeededGenerator(seed: request.seed)
    var draws = Matrix(rows: request.draws, columns: members.count)
    var at = 0
    while at < request.draws {
      let size = min(batch, request.draws - at)
      var multipliers = Matrix(rows: rows, columns: size)
      multipliers.values.withUnsafeMutableBufferPointer { values in
        guard let v = values.baseAddress else { return }
        for index in 0..<rows * size { v[index] = generator.next() < bound ? 1 - kappa : kappa }
      }
      let sums = multipliers.transposedTimes(columns)
      for member in 0..<members.count {
        for draw in 0..<size { draws[at + draw, member] = sums[draw, member] }
      }
      at += size
    }
    return draws
  }

  /// ψ of each member for each unit, or summed by cluster.
  private static func memberInfluence(
    _ effects: GroupTimeEffects, _ influence: Matrix, _ members: [Aggregate]
  ) -> Matrix {
    let panel = effects.plan.panel
    let moments = effects.moments
    let numbering = Dictionary(
      uniqueKeysWithValues: moments.cohorts.enumerated().map { ($1, $0) })
    let weights = Matrix(columns: members.map(\.cells), rows: effects.plan.cells.count)
    var columns = influence.times(weights)
    for (member, aggregate) in members.enumerated() {
      let constant = dot(aggregate.cohorts, moments.shares)
      for unit in 0..<panel.units {
        let cohort = numbering[panel.cohorts[unit]] ?? 0
        columns[unit, member] += aggregate.cohorts[cohort] - constant
      }
    }
    guard let clusters = panel.clusters else { return columns }
    let count = Int((clusters.max() ?? -1) + 1)
    var sums = Matrix(rows: count, columns: members.count)
    for member in members.indices {
      for unit in 0..<panel.units { sums[Int(clusters[unit]), member] += columns[unit, member] }
    }
    return sums
  }

  private static func normalDraws(
    _ effects: GroupTimeEffects, _ members: [Aggregate], _ request: BandRequest
  ) -> Matrix {
    let size = members.count
    let covariance = effects.moments.crossProducts(
      cells: Matrix(columns: members.map(\.cells), rows: effects.plan.cells.count),
      cohorts: members.map(\.cohorts))
    let root = SymmetricEigen(covariance).mapped { max(0, $0).squareRoot() }
    var generator = SeededGenerator(seed: request.seed)
    var normals = Matrix(rows: size, columns: request.draws)
    for index in normals.values.indices {
      let u = (Double(generator.next() &>> 11) + 0.5) * 0x1p-53
      normals.values[index] = NormalDistribution.quantile(u)
    }
    return root.times(normals).transposed()
  }
}
