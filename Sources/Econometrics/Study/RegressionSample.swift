/// The rows and columns of a regression, after differencing and without singletons.
struct RegressionSample {
  var design: Design
  var clusters: [Grouping]
  /// Level of the term that status and verdict speak of, row by row.
  var treatment: (name: String, levels: [Double])?
  let singletons: Int
  let switchesOff: Bool
  let attritionDiffers: Bool
  /// Rows of the sample that stayed; nil when all did, or after differencing.
  let kept: [Int]?

  init(_ sample: Sample) throws(StudyRefusal) {
    try self.init(
      sample, regressors: sample.specification.regressors,
      treatment: sample.specification.treatment)
  }

  /// `treatment` names the term of interest; nil leaves the choice to `TreatmentTerm`.
  init(
    _ sample: Sample, regressors: [Expression], treatment: String?
  ) throws(StudyRefusal) {
    let specification = sample.specification
    let (names, levelColumns) = try sample.terms(regressors)
    var columns = levelColumns
    var outcome = try sample.values(specification.outcome)
    var effects: [Grouping] = []
    for set in specification.effects { effects.append(try sample.effects(set)) }
    var clusters: [Grouping] = []
    for column in specification.cluster {
      clusters.append(try sample.grouping(column))
    }
    let term = try TreatmentTerm.chosen(
      treatment, sample, names: names, columns: columns)
    var levels = term.map { columns[$0] } ?? []
    let history = TreatmentHistory(sample, levels: levels)
    switchesOff = history.switchesOff
    attritionDiffers = history.attritionDiffers

    if specification.estimator == .firstDifferences {
      let rows = sample.rowsWithPredecessor
      outcome = rows.map { outcome[$0] - outcome[$0 - 1] }
      for (index, expression) in zip(columns.indices, names) where expression != "const" {
        let column = columns[index]
        columns[index] = rows.map { column[$0] - column[$0 - 1] }
      }
      if let constant = names.firstIndex(of: "const") {
        columns[constant] = rows.map { _ in 1 }
      }
      levels = levels.isEmpty ? [] : rows.map { levels[$0] }
      effects = effects.map { $0.selecting(rows) }
      clusters = clusters.map { $0.selecting(rows) }
    }
    let kept =
      specification.singletons == .drop ? rowsWithoutSingletons(effects, rows: outcome.count) : nil
    singletons = kept.map { outcome.count - $0.count } ?? 0
    if let kept {
      outcome = kept.map { outcome[$0] }
      columns = columns.map { column in kept.map { column[$0] } }
      levels = levels.isEmpty ? [] : kept.map { levels[$0] }
      effects = effects.map { $0.selecting(kept) }
      clusters = clusters.map { $0.selecting(kept) }
    }
    guard !outcome.isEmpty else {
      throw .noRows("differences and singletons leave nothing")
    }
    self.kept = specification.estimator == .firstDifferences ? nil : kept
    self.treatment = term.map { (names[$0], levels) }
    design = Design(outcome: outcome, columns: columns, names: names, effects: effects)
    self.clusters = clusters
  }

  /// Clusters with a nonzero treatment in some row, and the rest. When none is at zero throughout
  /// (a dose that everybody has) both are the number of clusters.
  var arms: (treated: Int, control: Int) {
    let groups = clusters.first
    let count = groups?.count ?? design.rows
    guard let treatment else { return (count, count) }
    var touched = [Bool](repeating: false, count: count)
    for (row, level) in treatment.levels.enumerated() where level != 0 {
      touched[groups.map { Int($0.codes[row]) } ?? row] = true
    }
    let treated = touched.reduce(0) { $0 + ($1 ? 1 : 0) }
    return treated == count ? (count, count) : (treated, count - treated)
  }
}

/// Rows that are not alone in a level of an effect, removed repeatedly; nil when none is alone.
func rowsWithoutSingletons(_ effects: [Grouping], rows: Int) -> [Int]? {
  var isKept = [Bool](repeating: true, count: rows)
  var sizes = effects.map(\.sizes)
  var removed = 0
  var changed = true
  while changed {
    changed = false
    for (set, grouping) in effects.enumerated() {
      guard sizes[set].contains(1) else { continue }
      for row in 0..<rows where isKept[row] && sizes[set][Int(grouping.codes[row])] == 1 {
        isKept[row] = false
        removed += 1
        changed = true
        for other in effects.indices { sizes[other][Int(effects[other].codes[row])] -= 1 }
      }
    }
  }
  return removed == 0 ? nil : (0..<rows).filter { isKept[$0] }
}

extension Sample {
  /// Rows whose unit has a row for the period just before.
  var rowsWithPredecessor: [Int] {
    guard let unit, let time else { return [] }
    return (1..<max(1, rows)).filter {
      unit.codes[$0] == unit.codes[$0 - 1] && time[$0] == time[$0 - 1] + 1
    }
  }
}
