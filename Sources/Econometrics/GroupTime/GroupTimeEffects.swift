import Foundation

/// Effects by cohort and period (Callaway and Sant'Anna 2021) with their influence functions.
package struct GroupTimeEffects: Sendable {
  package enum Outcome: Sendable {
    case estimated(Double)
    /// The base period itself: 0 by construction.
    case reference
    /// The propensity model separates the arms.
    case noOverlap
    /// Nobody on one side.
    case empty
  }

  package let plan: GroupTimePlan
  package let outcomes: [Outcome]
  package let counts: [CellCounts]
  package let moments: InfluenceMoments
  /// ψ of every unit in every cell, where it was formed. Shape (units, cells).
  package let influence: Matrix?

  /// More entries than this in the matrix of influence functions, and it is not formed when period
  /// sums by cohort give the same.
  package static let matrixLimit = 4_000_000

  package init(
    _ plan: GroupTimePlan, method: GroupTimeMethod, trim: Double, matrixLimit: Int
  ) {
    self.plan = plan
    let panel = plan.panel
    let isPlain = panel.covariates.isEmpty && panel.isBalanced
    if isPlain, panel.units * plan.cells.count > matrixLimit {
      let sums = CohortSums(panel)
      outcomes = plan.cells.map { sums.outcome($0, plan) }
      counts = plan.cells.map { sums.counts($0, plan) }
      moments = sums.moments(plan)
      influence = nil
      return
    }
    var outcomes: [Outcome] = []
    var counts: [CellCounts] = []
    var influence = Matrix(rows: panel.units, columns: plan.cells.count)
    for (index, cell) in plan.cells.enumerated() {
      let rows = CellRows(plan, cell)
      let treated = rows.units.indices.filter { rows.isTreated[$0] }.map { rows.units[$0] }
      let control = rows.units.indices.filter { !rows.isTreated[$0] }.map { rows.units[$0] }
      counts.append(
        CellCounts(
          treated: distinct(treated, clusters: panel.clusters),
          control: distinct(control, clusters: panel.clusters)))
      if cell.isReference {
        outcomes.append(.reference)
      } else if treated.isEmpty || control.isEmpty {
        outcomes.append(.empty)
      } else {
        let effect =
          rows.covariates.isEmpty
          ? CellEffect(comparingMeans: rows) : CellEffect(rows, method: method, trim: trim)
        guard let effect else {
          outcomes.append(.noOverlap)
          continue
        }
        outcomes.append(.estimated(effect.estimate))
        let scale = Double(panel.units) / Double(rows.units.count)
        for (row, unit) in rows.units.enumerated() {
          influence.values[index * panel.units + unit] = effect.influence[row] * scale
        }
      }
    }
    self.outcomes = outcomes
    self.counts = counts
    moments = InfluenceMoments(panel, influence: influence)
    self.influence = influence
  }

  /// The number of a cell as averages use it; nil when it has none.
  package func value(_ cell: Int) -> Double? {
    switch outcomes[cell] {
    case .estimated(let value): value
    case .reference: 0
    case .noOverlap, .empty: nil
    }
  }
}

extension InfluenceMoments {
  /// From explicit influence functions. Shape (units, cells).
  init(_ panel: AdoptionPanel, influence: Matrix) {
    let cohorts = panel.sizes.map(\.cohort)
    let numbering = Dictionary(uniqueKeysWithValues: cohorts.enumerated().map { ($1, $0) })
    let codes = panel.cohorts.map { Int32(numbering[$0] ?? 0) }
    let cohortOfUnit = Grouping(name: "", codes: codes, count: cohorts.count)
    guard let clusters = panel.clusters else {
      let byCohort = RowsByGroup(cohortOfUnit)
      var grams: [Matrix] = []
      var sums: [[Double]] = []
      for cohort in cohorts.indices {
        let rows = byCohort.rows(of: cohort)
        let part = influence.rowsPart(rows)
        grams.append(part.gram())
        sums.append(part.transposedTimes([Double](repeating: 1, count: rows.count)))
      }
      self.init(panel, grams: grams, sums: sums)
      return
    }
    let count = Int((clusters.max() ?? -1) + 1)
    let blocks = Grouping(
      pairing: Grouping(name: "", codes: clusters, count: count), with: cohortOfUnit, name: "")
    var sums = Matrix(rows: blocks.count, columns: influence.columns)
    for cell in 0..<influence.columns {
      for unit in 0..<panel.units {
        sums.values[cell * blocks.count + Int(blocks.codes[unit])] +=
          influence.values[cell * panel.units + unit]
      }
    }
    self.init(
      panel, blockSums: sums, blocks: Self.blocks(blocks, clusters, codes), clusters: count)
  }

  static func blocks(_ blocks: Grouping, _ clusters: [Int32], _ cohorts: [Int32]) -> [Block] {
    var list = [Block](
      repeating: Block(cluster: 0, cohort: 0, units: 0), count: blocks.count)
    for (unit, block) in blocks.codes.enumerated() {
      list[Int(block)] = Block(
        cluster: Int(clusters[unit]), cohort: Int(cohorts[unit]),
        units: list[Int(block)].units + 1)
    }
    return list
  }
}

extension Matrix {
  /// Some rows, all columns.
  func rowsPart(_ rowIndices: [Int]) -> Matrix {
    var part = Matrix(rows: rowIndices.count, columns: columns)
    part.values.withUnsafeMutableBufferPointer { target in
      values.withUnsafeBufferPointer { source in
        rowIndices.withUnsafeBufferPointer { rowIndices in
          guard let t = target.baseAddress, let s = source.baseAddress,
            let r = rowIndices.baseAddress
          else { return }
          for j in 0..<columns {
            let to = t + j * rowIndices.count
            let from = s + j * rows
            for i in 0..<rowIndices.count { to[i] = from[r[i]] }
          }
        }
      }
    }
    return part
  }
}
