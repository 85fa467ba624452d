import COpenBLAS

/// Period means and cross-products of the outcome by cohort, from which every cell of a balanced
/// panel without covariates follows: one pass, and memory that does not grow with the units.
struct CohortSums {
  private let panel: AdoptionPanel
  private let cohorts: [Int]
  private let sizes: [Double]
  /// Mean by period, less the unit's first outcome; one list per cohort.
  private let means: [[Double]]
  /// Centred cross-products of periods; one matrix per cohort.
  private let products: [Matrix]

  init(_ panel: AdoptionPanel) {
    self.panel = panel
    let sizes = panel.sizes
    cohorts = sizes.map(\.cohort)
    self.sizes = sizes.map { Double($0.units) }
    let numbering = Dictionary(uniqueKeysWithValues: cohorts.enumerated().map { ($1, $0) })
    let span = panel.span
    var sums = [Double](repeating: 0, count: span * cohorts.count)
    let codes = panel.cohorts.map { numbering[$0] ?? 0 }
    panel.outcome.withUnsafeBufferPointer { outcome in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let y = outcome.baseAddress, let s = sums.baseAddress else { return }
        for unit in 0..<codes.count {
          let row = y + unit * span
          let target = s + codes[unit] * span
          let first = row[0]
          for t in 0..<span { target[t] += row[t] - first }
        }
      }
    }
    let counts = self.sizes
    let means = counts.indices.map { cohort in
      sums[cohort * span..<(cohort + 1) * span].map { $0 / counts[cohort] }
    }
    self.means = means
    products = Self.products(panel, codes: codes, means: means)
  }

  private static func products(
    _ panel: AdoptionPanel, codes: [Int], means: [[Double]]
  ) -> [Matrix] {
    _ = BLAS.oneThread
    let span = panel.span
    let batch = 512
    var products = means.map { _ in Matrix(rows: span, columns: span) }
    var buffers = means.map { _ in [Double](repeating: 0, count: batch * span) }
    var filled = [Int](repeating: 0, count: means.count)
    func flush(_ cohort: Int) {
      guard filled[cohort] > 0 else { return }
      cblas_dsyrk(
        BLAS.columnMajor, BLAS.upper, BLAS.plain, Int32(span), Int32(filled[cohort]), 1,
        buffers[cohort], Int32(span), 1, &products[cohort].values, Int32(span))
      filled[cohort] = 0
    }
    panel.outcome.withUnsafeBufferPointer { outcome in
      guard let y = outcome.baseAddress else { return }
      for unit in 0..<codes.count {
        let cohort = codes[unit]
        let row = y + unit * span
        buffers[cohort].withUnsafeMutableBufferPointer { buffer in
          means[cohort].withUnsafeBufferPointer { means in
            guard let b = buffer.baseAddress, let m = means.baseAddress else { return }
            let target = b + filled[cohort] * span
            let first = row[0]
            for t in 0..<span { target[t] = row[t] - first - m[t] }
          }
        }
        filled[cohort] += 1
        if filled[cohort] == batch { flush(cohort) }
      }
    }
    for cohort in means.indices {
      flush(cohort)
      products[cohort].mirrorUpper()
    }
    return products
  }

  func outcome(_ cell: GroupTimePlan.Cell, _ plan: GroupTimePlan) -> GroupTimeEffects.Outcome {
    if cell.isReference { return .reference }
    let arms = arms(cell, plan)
    guard arms.treated > 0, arms.control > 0 else { return .empty }
    return .estimated(arms.treatedMean - arms.controlMean)
  }

  func counts(_ cell: GroupTimePlan.Cell, _ plan: GroupTimePlan) -> CellCounts {
    guard let clusters = panel.clusters else {
      let arms = arms(cell, plan)
      return CellCounts(treated: Int(arms.treated), control: Int(arms.control))
    }
    let cohorts = panel.cohorts
    let treated = cohorts.indices.filter { cohorts[$0] == cell.cohort }
    let control = cohorts.indices.filter {
      cohorts[$0] != cell.cohort && plan.isControl(cohorts[$0], in: cell)
    }
    return CellCounts(
      treated: distinct(treated, clusters: clusters), control: distinct(control, clusters: clusters)
    )
  }

  private struct Arms {
    var treated = 0.0
    var control = 0.0
    var treatedMean = 0.0
    var controlMean = 0.0
    /// +1 for the treated cohort, −1 for controls, 0 for the rest.
    var signs: [Double] = []
  }

  private func arms(_ cell: GroupTimePlan.Cell, _ plan: GroupTimePlan) -> Arms {
    var arms = Arms()
    for (index, cohort) in cohorts.enumerated() {
      let change = means[index][cell.period] - means[index][cell.base]
      if cohort == cell.cohort {
        arms.treated += sizes[index]
        arms.treatedMean += sizes[index] * change
        arms.signs.append(1)
      } else if plan.isControl(cohort, in: cell) {
        arms.control += sizes[index]
        arms.controlMean += sizes[index] * change
        arms.signs.append(-1)
      } else {
        arms.signs.append(0)
      }
    }
    arms.treatedMean /= arms.treated
    arms.controlMean /= arms.control
    return arms
  }

  /// Within a cohort ψ = slope · (centred change) + level, for every cell.
  private struct Line {
    let period: Int
    let base: Int
    let slope: Double
    let level: Double
  }

  private func lines(_ plan: GroupTimePlan, cohort: Int) -> [Line] {
    plan.cells.map { cell in
      let arms = arms(cell, plan)
      let sign = cell.isReference || arms.control == 0 ? 0 : arms.signs[cohort]
      let side = sign > 0 ? arms.treated : arms.control
      let slope = sign == 0 ? 0 : sign * Double(panel.units) / side
      let change = means[cohort][cell.period] - means[cohort][cell.base]
      let level =
        sign == 0 ? 0 : slope * (change - (sign > 0 ? arms.treatedMean : arms.controlMean))
      return Line(period: cell.period, base: cell.base, slope: slope, level: level)
    }
  }

  func moments(_ plan: GroupTimePlan) -> InfluenceMoments {
    let lines = cohorts.indices.map { self.lines(plan, cohort: $0) }
    if let clusters = panel.clusters { return blockMoments(lines, clusters) }
    var grams: [Matrix] = []
    var sums: [[Double]] = []
    for cohort in cohorts.indices {
      let size = sizes[cohort]
      let list = lines[cohort]
      var gram = Matrix(rows: list.count, columns: list.count)
      let q = products[cohort]
      for (j, b) in list.enumerated() where b.slope != 0 || b.level != 0 {
        for (i, a) in list.prefix(j + 1).enumerated() {
          let product =
            q[a.period, b.period] - q[a.period, b.base] - q[a.base, b.period] + q[a.base, b.base]
          gram[i, j] = a.slope * b.slope * product + size * a.level * b.level
        }
      }
      gram.mirrorUpper()
      grams.append(gram)
      sums.append(list.map { $0.level * size })
    }
    return InfluenceMoments(panel, grams: grams, sums: sums)
  }

  private func blockMoments(_ lines: [[Line]], _ clusters: [Int32]) -> InfluenceMoments {
    let numbering = Dictionary(uniqueKeysWithValues: cohorts.enumerated().map { ($1, $0) })
    let codes = panel.cohorts.map { Int32(numbering[$0] ?? 0) }
    let count = Int((clusters.max() ?? -1) + 1)
    let grouping = Grouping(
      pairing: Grouping(name: "", codes: clusters, count: count),
      with: Grouping(name: "", codes: codes, count: cohorts.count), name: "")
    let blocks = InfluenceMoments.blocks(grouping, clusters, codes)
    let span = panel.span
    var totals = [Double](repeating: 0, count: grouping.count * span)
    for unit in 0..<panel.units {
      let first = panel.outcome[unit * span]
      let cohort = Int(codes[unit])
      let target = Int(grouping.codes[unit]) * span
      for t in 0..<span {
        totals[target + t] += panel.outcome[unit * span + t] - first - means[cohort][t]
      }
    }
    var sums = Matrix(rows: grouping.count, columns: lines.first?.count ?? 0)
    for (row, block) in blocks.enumerated() {
      for (cell, line) in lines[block.cohort].enumerated() {
        let change = totals[row * span + line.period] - totals[row * span + line.base]
        sums[row, cell] = line.slope * change + block.units * line.level
      }
    }
    return InfluenceMoments(panel, blockSums: sums, blocks: blocks, clusters: count)
  }
}
