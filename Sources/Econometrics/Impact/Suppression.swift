extension GroupTimeNumbers {
  /// Without the figures of cells and cohorts of fewer units than `limit` on a side. When one cohort
  /// would go alone, the next smallest goes with it: it could be worked out from the average.
  package func suppressed(below limit: Int) -> GroupTimeNumbers {
    var numbers = self
    let labels = aggregations.group.labels ?? []
    let sizes = labels.map { (cohort: $0, units: cohortSizes[String($0)] ?? 0) }
    var hidden = Set(sizes.filter { $0.units < limit }.map(\.cohort))
    if hidden.count == 1, labels.count > 1 {
      let next = sizes.filter { !hidden.contains($0.cohort) }
        .min { ($0.units, $0.cohort) < ($1.units, $1.cohort) }
      if let next { hidden.insert(next.cohort) }
    }
    guard !hidden.isEmpty || cells.contains(where: { $0.control < limit }) else { return self }
    numbers.cells = cells.map { cell in
      guard hidden.contains(cell.g) || cell.control < limit else { return cell }
      var cell = cell
      cell.att = nil
      cell.se = nil
      cell.df = nil
      cell.interval = nil
      return cell
    }
    for cohort in hidden { numbers.cohortSizes[String(cohort)] = nil }
    numbers.aggregations.group = aggregations.group.keeping { !hidden.contains($0) }
    // An event time or period that rests on a hidden cohort alone would show it.
    let shown = Set(cells.filter { !hidden.contains($0.g) }.map { $0.t - $0.g })
    numbers.aggregations.dynamic = aggregations.dynamic.keeping { shown.contains($0) }
    let periods = Set(cells.filter { !hidden.contains($0.g) && $0.post }.map(\.t))
    numbers.aggregations.calendar = aggregations.calendar.keeping { periods.contains($0) }
    return numbers
  }
}

extension GroupTimeNumbers.Average {
  fileprivate func keeping(_ isShown: (Int) -> Bool) -> GroupTimeNumbers.Average {
    guard let labels, let att, let se else { return self }
    let kept = labels.indices.filter { isShown(labels[$0]) }
    var average = self
    average.labels = kept.map { labels[$0] }
    average.att = kept.map { att[$0] }
    average.se = kept.map { se[$0] }
    return average
  }
}

extension ImpactVariant {
  package var withoutFigures: ImpactVariant {
    var variant = self
    variant.estimate = nil
    variant.low = nil
    variant.high = nil
    return variant
  }
}

extension LeverFindings {
  package var withoutFigures: LeverFindings {
    LeverFindings(
      figures: [], status: .notEnoughEvidence, switches: switches, order: order,
      trainingAlone: trainingAlone)
  }
}
