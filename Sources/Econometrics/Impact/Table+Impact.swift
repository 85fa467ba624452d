extension Table {
  /// The table with a column replaced or added.
  func with(_ name: String, _ values: [Double]) throws(StudyRefusal) -> Table {
    var columns: [(name: String, column: Column)] = []
    for other in names where other != name { columns.append((other, try column(other))) }
    return Table(rows: rows, columns: columns + [(name, .numbers(values))])
  }

  func selecting(_ kept: [Int]) throws(StudyRefusal) -> Table {
    var columns: [(name: String, column: Column)] = []
    for name in names {
      switch try column(name) {
      case .numbers(let values): columns.append((name, .numbers(kept.map { values[$0] })))
      case .text(let values): columns.append((name, .text(kept.map { values[$0] })))
      }
    }
    return Table(rows: kept.count, columns: columns)
  }

  /// Outcomes with both tails pulled in to the first and last hundredth of the whole sample.
  func winsorisedOutcome() throws(StudyRefusal) -> Table {
    let outcome = try numbers(ImpactColumn.outcome)
    return try with(
      ImpactColumn.outcome, Winsorised(outcome, lower: 0.01, upper: 0.99).values)
  }

  /// The rows before adoption, with adoption pretended some periods earlier: what is found there
  /// was not done by the treatment.
  func beforeAdoption(shift: Int) throws(StudyRefusal) -> Table {
    let cohort = try numbers(ImpactColumn.cohort)
    let period = try numbers(ImpactColumn.period)
    let kept = cohort.indices.filter { cohort[$0] == 0 || period[$0] < cohort[$0] }
    let earlier = kept.map { cohort[$0] == 0 ? 0 : cohort[$0] - Double(shift) }
    guard !kept.isEmpty else { throw .noRows("the subset and the missing values leave nothing") }
    return try selecting(kept).with(ImpactColumn.cohort, earlier)
  }

  /// Name of the 0/1 column of a lever.
  static func treated(_ lever: String) -> String { "\(lever)_treated" }

  /// Adds a 0/1 column for each column of first treated periods.
  func withTreatment(_ levers: [String]) throws(StudyRefusal) -> Table {
    let period = try numbers(ImpactColumn.period)
    var table = self
    for lever in levers {
      let cohort = try numbers(lever)
      table = try table.with(
        Self.treated(lever),
        cohort.indices.map { cohort[$0] > 0 && period[$0] >= cohort[$0] ? 1 : 0 })
    }
    return table
  }
}
