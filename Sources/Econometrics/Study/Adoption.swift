/// When each unit adopts, and the rows that remain after the rule for treatment that ends.
struct Adoption {
  /// Rows of the sample, in its order.
  let rows: [Int]
  /// First treated period of each unit of the sample's unit column; `AdoptionPanel.never` for none.
  let cohorts: [Int]
  let switchesOff: Bool
  /// The column that told.
  let source: String

  init(_ sample: Sample) throws(StudyRefusal) {
    guard let unit = sample.unit, let time = sample.time else {
      throw .missingField("unit", estimator: sample.specification.estimator.rawValue)
    }
    if let cohort = sample.specification.cohort {
      rows = Array(0..<sample.rows)
      cohorts = try Self.dated(sample, cohort, unit)
      switchesOff = false
      source = cohort
    } else {
      let treatment = sample.specification.treatment ?? ""
      let levels = try sample.numbers(treatment)
      if let odd = levels.first(where: { $0 != 0 && $0 != 1 }) {
        throw .invalidField("treatment", "\(treatment) must be 0 or 1, not \(odd)")
      }
      let history = Self.history(levels, unit: unit, time: time)
      switchesOff = !history.ended.isEmpty
      cohorts = history.cohorts
      source = treatment
      rows = try Self.rows(sample, history, unit: unit, time: time)
    }
  }

  private static func dated(
    _ sample: Sample, _ column: String, _ unit: Grouping
  ) throws(StudyRefusal) -> [Int] {
    let values = try sample.numbers(column)
    var cohorts = [Int?](repeating: nil, count: unit.count)
    var varying = Set<Label>()
    for (row, value) in values.enumerated() {
      let cohort: Int
      if value == sample.specification.neverCode {
        cohort = AdoptionPanel.never
      } else if let date = Int(exactly: value) {
        cohort = date
      } else {
        throw .invalidField("cohort", "\(column) must hold whole numbers, not \(value)")
      }
      let code = Int(unit.codes[row])
      if let known = cohorts[code], known != cohort { varying.insert(sample.unitLabels[code]) }
      cohorts[code] = cohort
    }
    if !varying.isEmpty { throw .adoptionDateVaries(units: varying.sorted()) }
    return cohorts.map { $0 ?? AdoptionPanel.never }
  }

  private struct History {
    var cohorts: [Int]
    /// First period back at 0, by unit.
    var ended: [Int: Int]
  }

  private static func history(_ levels: [Double], unit: Grouping, time: [Int]) -> History {
    var history = History(
      cohorts: [Int](repeating: AdoptionPanel.never, count: unit.count), ended: [:])
    for (row, level) in levels.enumerated() {
      let code = Int(unit.codes[row])
      if level == 1, history.cohorts[code] == AdoptionPanel.never {
        history.cohorts[code] = time[row]
      } else if level == 0, history.cohorts[code] != AdoptionPanel.never,
        history.ended[code] == nil
      {
        history.ended[code] = time[row]
      }
    }
    return history
  }

  private static func rows(
    _ sample: Sample, _ history: History, unit: Grouping, time: [Int]
  ) throws(StudyRefusal) -> [Int] {
    let all = 0..<sample.rows
    guard !history.ended.isEmpty else { return Array(all) }
    // The event study is shown for comparison only and reads the first adoption.
    guard sample.specification.estimator != .eventStudy else { return Array(all) }
    switch sample.specification.switchOff {
    case .reject:
      let units = history.ended.keys.map { sample.unitLabels[$0] }
      throw .treatmentSwitchesOff(units: units.sorted())
    case .everStarted:
      return Array(all)
    case .dropFromExit:
      return all.filter { time[$0] < history.ended[Int(unit.codes[$0])] ?? Int.max }
    }
  }
}

extension AdoptionPanel {
  /// The outcome and the named covariates in wide form.
  init(
    _ sample: Sample, _ adoption: Adoption, covariates: [[Double]]
  ) throws(StudyRefusal) {
    guard let unit = sample.unit, let time = sample.time else {
      throw .missingField("unit", estimator: sample.specification.estimator.rawValue)
    }
    let periods = Set(adoption.rows.map { time[$0] }).sorted()
    let numbering = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    let places = adoption.rows.map { row in
      Int(unit.codes[row]) * periods.count + (numbering[time[row]] ?? 0)
    }
    func wide(_ values: [Double]) -> [Double] {
      var wide = [Double](repeating: .nan, count: unit.count * periods.count)
      for (place, row) in zip(places, adoption.rows) { wide[place] = values[row] }
      return wide
    }
    var clusters: [Int32]?
    if let cluster = sample.specification.cluster.first, cluster != sample.specification.unit {
      clusters = try sample.clusterOfUnits(cluster, unit)
    }
    self.init(
      periods: periods, cohorts: adoption.cohorts,
      outcome: wide(try sample.values(sample.specification.outcome)),
      covariates: covariates.map(wide),
      clusters: clusters)
  }
}

extension Sample {
  /// Cluster of each unit. Throws `invalidField` when a unit has rows in two clusters.
  func clusterOfUnits(_ column: String, _ unit: Grouping) throws(StudyRefusal) -> [Int32] {
    let grouping = try grouping(column)
    guard unit.isNested(in: grouping) else {
      throw .invalidField("cluster", "\(column) differs between rows of one \(unit.name)")
    }
    var clusters = [Int32](repeating: 0, count: unit.count)
    for row in 0..<rows { clusters[Int(unit.codes[row])] = grouping.codes[row] }
    return clusters
  }
}
