extension GroupTimeEffects {
  /// Cohorts whose treatment an aggregate measures, by their number in `moments.cohorts`.
  package func isTreated(in aggregate: Aggregate) -> [Bool] {
    var treated = Set<Int>()
    for (cell, weight) in zip(plan.cells, aggregate.cells) where weight != 0 {
      treated.insert(cell.cohort)
    }
    return moments.cohorts.map(treated.contains)
  }

  package func parts(_ aggregate: Aggregate) -> InfluenceMoments.Parts {
    moments.parts(
      cells: aggregate.cells, cohorts: aggregate.cohorts, treated: isTreated(in: aggregate))
  }

  /// √Σψ² / n, with ψ summed within clusters.
  package func standardError(_ aggregate: Aggregate) -> Double {
    max(0, parts(aggregate).total).squareRoot() / moments.units
  }

  /// Distinct treated units in the cells, and the mean of the cells' controls under the weights,
  /// rounded down.
  package func counts(of aggregate: Aggregate) -> CellCounts {
    let panel = plan.panel
    let used = plan.cells.indices.filter { aggregate.cells[$0] != 0 }
    let byCohort = Dictionary(grouping: used) { plan.cells[$0].cohort }
    var treated: [Int] = []
    for unit in 0..<panel.units {
      guard let cells = byCohort[panel.cohorts[unit]] else { continue }
      let isSeen = cells.contains {
        panel.isPresent(unit, plan.cells[$0].period) && panel.isPresent(unit, plan.cells[$0].base)
      }
      if isSeen { treated.append(unit) }
    }
    var controls = 0.0
    for cell in used { controls += aggregate.cells[cell] * Double(counts[cell].control) }
    // A mean that is whole must not fall to the number below by rounding.
    return CellCounts(
      treated: distinct(treated, clusters: panel.clusters),
      control: Int((controls + 1e-9).rounded(.down)))
  }
}
