/// Runs `randomisation_inference`.
struct RandomisationStudy {
  private let sample: Sample
  private let specification: StudySpecification
  private let data: RegressionSample

  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    try RandomisationStudy(sample).run()
  }

  private init(_ sample: Sample) throws(StudyRefusal) {
    self.sample = sample
    specification = sample.specification
    let treatment = Expression.column(sample.specification.treatment ?? "")
    data = try RegressionSample(
      sample,
      regressors: sample.specification.effects.isEmpty ? [.constant, treatment] : [treatment],
      treatment: sample.specification.treatment)
  }

  private func run() throws(StudyRefusal) -> StudyResult {
    var study = RegressionStudy(sample)
    var result = try study.run(data)
    guard result.status != .notIdentified, let treatment = data.treatment else { return result }
    let (model, assignments, treated) = try model()
    let draws = try draws(assignments)
    let studentised = specification.statistic == .t && treated >= 2
    guard
      let test = try RandomisationTest(
        model, assignments, studentised: studentised, draws: draws, seed: specification.seed),
      let coefficient = try model.statistics(assignments.actual)?.coefficient
    else { return result }
    let hasTest = !result.warnings.contains(.noVariation)
    result.numbers = .randomisation(
      RandomisationNumbers(
        coef: [treatment.name: coefficient], p: hasTest ? test.p : nil,
        upperP: hasTest ? test.upperP : nil, assignments: test.assignments,
        isExact: test.isExact, smallestP: test.smallestP))
    return result
  }

  /// Nil: all assignments.
  private func draws(_ assignments: Assignments) throws(StudyRefusal) -> Int? {
    switch specification.draws {
    case .all:
      guard assignments.count <= 1_000_000 else {
        throw .invalidField("draws", "there are too many assignments for all; give a number")
      }
      return nil
    case .number(let count): return count
    case nil: return assignments.count <= 50_000 ? nil : 9999
    }
  }

  private func model() throws(StudyRefusal) -> (
    model: RandomisationTest.Model, assignments: Assignments, treated: Int
  ) {
    guard let unit = sample.unit, let time = sample.time, let treatment = data.treatment else {
      throw .missingField("unit", estimator: specification.estimator.rawValue)
    }
    let rows = data.kept ?? Array(0..<sample.rows)
    let units = unit.selecting(rows)
    let dates = rows.map { time[$0] }
    let periods = Set(dates).sorted()
    let numbering = Dictionary(uniqueKeysWithValues: periods.enumerated().map { ($1, $0) })
    let places = dates.map { numbering[$0] ?? 0 }
    let (paths, pathOfUnit) = Self.paths(
      treatment.levels, units: units, places: places, span: periods.count)
    let strata = try strata(rows: rows, units: units)

    var effects = data.design.effects
    if effects.isEmpty {
      effects = [
        Grouping(name: "const", codes: rows.map { _ in 0 }, count: 1)
      ]
    }
    let absorber = Absorber(sets: effects, rows: rows.count)
    let clusters = data.clusters.first ?? units
    let fit = try Regression(
      Design(
        outcome: data.design.outcome, columns: [treatment.levels], names: [treatment.name],
        effects: effects), absorber: absorber)
    let factor = fit.clusterFactor(
      parameters: fit.nonnestedParameters([clusters]), clusters: clusters.count)
    let model = RandomisationTest.Model(
      outcome: try absorber.absorbed(data.design.outcome), absorber: absorber, clusters: clusters,
      units: units.codes.map(Int.init), periods: places, paths: paths,
      factor: factor.squareRoot())
    let treated = pathOfUnit.reduce(0) { $0 + (paths[$1].contains { $0 != 0 } ? 1 : 0) }
    return (model, Assignments(paths: pathOfUnit, strata: strata), treated)
  }

  /// The distinct courses of treatment over all periods; between rows the last value holds.
  private static func paths(
    _ levels: [Double], units: Grouping, places: [Int], span: Int
  ) -> (paths: [[Double]], ofUnit: [Int]) {
    var courses = [[Double]](
      repeating: [Double](repeating: .nan, count: span), count: units.count)
    for (row, level) in levels.enumerated() { courses[Int(units.codes[row])][places[row]] = level }
    var paths: [[Double]] = []
    var numbering: [[Double]: Int] = [:]
    var ofUnit: [Int] = []
    for course in courses {
      var filled = course
      var last = 0.0
      for period in filled.indices {
        if filled[period].isNaN { filled[period] = last }
        last = filled[period]
      }
      if numbering[filled] == nil {
        numbering[filled] = paths.count
        paths.append(filled)
      }
      ofUnit.append(numbering[filled] ?? 0)
    }
    return (paths, ofUnit)
  }

  /// Units in each cell of the strata columns. Throws `invalidField` when a unit is in two.
  private func strata(rows: [Int], units: Grouping) throws(StudyRefusal) -> [[Int]] {
    guard let first = specification.strata.first else { return [Array(0..<units.count)] }
    var cells = try sample.grouping(first)
    for name in specification.strata.dropFirst() {
      cells = Grouping(pairing: cells, with: try sample.grouping(name), name: "")
    }
    let used = cells.selecting(rows)
    guard units.isNested(in: used) else {
      throw .invalidField("strata", "they differ between rows of one \(units.name)")
    }
    var strata = [[Int]](repeating: [], count: used.count)
    var placed = [Bool](repeating: false, count: units.count)
    for (row, code) in units.codes.enumerated() where !placed[Int(code)] {
      placed[Int(code)] = true
      strata[Int(used.codes[row])].append(Int(code))
    }
    return strata
  }
}
