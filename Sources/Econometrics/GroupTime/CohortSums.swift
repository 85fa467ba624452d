import COpenBLAS

/// Period means and cross-products of the outcome by cohort, from which every cell of a balanced
/// panel without covariates follows: one pass, and memory that does not grow with the units.
struct CohortSums {
  let panel: AdoptionPanel
  let cohorts: [Int]
  let sizes: [Double]
  /// Mean by period, less the unit's first outcome; one list per cohort.
  let means: [[Double]]
  /// Centred cross-products of periods; one matrix per cohort.
  let products: [Matrix]

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

  struct Arms {
    var treated = 0.0
    var control = 0.0
    var treatedMean = 0.0
    var controlMean = 0.0
    /// +1 for the treated cohort, −1 for controls, 0 for the rest.
    var signs: [Double] = []
  }

  func arms(_ cell: GroupTimePlan.Cell, _ plan: GroupTimePlan) -> Arms {
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
}
