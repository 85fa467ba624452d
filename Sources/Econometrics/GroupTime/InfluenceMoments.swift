/// Second moments of the influence functions of all cells, by cohort, from which the variance of
/// any average follows, with the sampling of the cohort shares included.
package struct InfluenceMoments: Sendable {
  /// Cohorts of the panel, rising, `never` last, and their units.
  package let cohorts: [Int]
  package let sizes: [Double]
  package let units: Double
  private let kind: Kind

  private enum Kind: Sendable {
    /// Every unit is its own cluster: for each cohort Σψψ' and Σψ over its units.
    case units(grams: [Matrix], sums: [[Double]])
    /// Sums of ψ over the units of one cluster and one cohort. Shape (blocks, cells).
    case blocks(Matrix, blocks: [Block], clusters: Int)
  }

  package struct Block: Sendable {
    let cluster: Int
    let cohort: Int
    let units: Double
  }

  /// Sums of squares of an aggregate's influence function: over all, over the treated, over the
  /// rest, each after summing within clusters.
  package struct Parts: Sendable {
    package let total: Double
    package let treated: Double
    package let control: Double
  }

  init(_ panel: AdoptionPanel, grams: [Matrix], sums: [[Double]]) {
    let sizes = panel.sizes
    cohorts = sizes.map(\.cohort)
    self.sizes = sizes.map { Double($0.units) }
    units = Double(panel.units)
    kind = .units(grams: grams, sums: sums)
  }

  init(_ panel: AdoptionPanel, blockSums: Matrix, blocks: [Block], clusters: Int) {
    let sizes = panel.sizes
    cohorts = sizes.map(\.cohort)
    self.sizes = sizes.map { Double($0.units) }
    units = Double(panel.units)
    kind = .blocks(blockSums, blocks: blocks, clusters: clusters)
  }

  /// Share of units in each cohort.
  package var shares: [Double] { sizes.map { $0 / units } }

  /// `cells` weighs the cells, `cohorts` the centred cohort indicators.
  package func parts(
    cells: [Double], cohorts weights: [Double], treated isTreated: [Bool]
  ) -> Parts {
    let constant = dot(weights, shares)
    let shifts = weights.map { $0 - constant }
    switch kind {
    case .units(let grams, let sums):
      var treated = 0.0
      var control = 0.0
      for cohort in cohorts.indices {
        let square =
          grams[cohort].quadratic(cells) + 2 * shifts[cohort] * dot(sums[cohort], cells)
          + sizes[cohort] * shifts[cohort] * shifts[cohort]
        if isTreated[cohort] { treated += square } else { control += square }
      }
      return Parts(total: treated + control, treated: treated, control: control)
    case .blocks(let sums, let blocks, let clusters):
      var treated = [Double](repeating: 0, count: clusters)
      var control = treated
      for (block, value) in zip(blocks, sums.times(cells)) {
        let influence = value + block.units * shifts[block.cohort]
        if isTreated[block.cohort] {
          treated[block.cluster] += influence
        } else {
          control[block.cluster] += influence
        }
      }
      let total = zip(treated, control).map { $0 + $1 }
      return Parts(
        total: dot(total, total), treated: dot(treated, treated), control: dot(control, control))
    }
  }

  /// Σψψ' over units or clusters for aggregates, each a column of weights on cells and a list of
  /// weights on the centred cohort indicators.
  package func crossProducts(cells weights: Matrix, cohorts cohortWeights: [[Double]]) -> Matrix {
    let size = weights.columns
    let constants = cohortWeights.map { dot($0, shares) }
    func shifts(_ cohort: Int) -> [Double] {
      (0..<size).map { cohortWeights[$0][cohort] - constants[$0] }
    }
    switch kind {
    case .units(let grams, let sums):
      var total = Matrix(rows: size, columns: size)
      for cohort in cohorts.indices {
        let shift = shifts(cohort)
        let sum = weights.transposedTimes(sums[cohort])
        let product = grams[cohort].between(weights)
        for j in 0..<size {
          for i in 0..<size {
            total[i, j] +=
              product[i, j] + shift[i] * sum[j] + sum[i] * shift[j]
              + sizes[cohort] * shift[i] * shift[j]
          }
        }
      }
      total.mirrorUpper()
      return total
    case .blocks(let sums, let blocks, let clusters):
      let values = sums.times(weights)
      let shiftOf = cohorts.indices.map(shifts)
      var byCluster = Matrix(rows: clusters, columns: size)
      for (row, block) in blocks.enumerated() {
        for j in 0..<size {
          byCluster[block.cluster, j] += values[row, j] + block.units * shiftOf[block.cohort][j]
        }
      }
      return byCluster.gram()
    }
  }

  /// Σψψ' over units or clusters, for the named cells.
  package func crossProducts(_ cells: [Int]) -> Matrix {
    switch kind {
    case .units(let grams, _):
      var sum = Matrix(rows: cells.count, columns: cells.count)
      for gram in grams {
        for (index, value) in gram.part(cells, cells).values.enumerated() {
          sum.values[index] += value
        }
      }
      return sum
    case .blocks(let sums, let blocks, let clusters):
      var byCluster = Matrix(rows: clusters, columns: cells.count)
      for (row, block) in blocks.enumerated() {
        for (j, cell) in cells.enumerated() { byCluster[block.cluster, j] += sums[row, cell] }
      }
      return byCluster.gram()
    }
  }
}
