/// Everything that is asked of a panel of firms: the headline, the second opinions, and how the
/// answer stands when a choice is made otherwise.
package struct ImpactAnalysis: Sendable {
  let table: Table
  let design: ImpactDesign

  package init(_ table: Table, _ design: ImpactDesign) {
    self.table = table
    self.design = design
  }

  /// Group-time effects with their averages, pre-trend test and simultaneous band.
  package func headline() throws(StudyRefusal) -> StudyResult {
    try Study.run(design.headline(), on: table)
  }

  /// One question beside the headline.
  package enum Step: Equatable, Sendable {
    case opinion(Estimator)
    case otherComparison
    case anticipation
    case winsorised
    case placebo
    case balanced
    case withoutCohort(Int)
    case withoutSector(Double)
    case levers
    case doses
    case lags
    case oneFirm
  }

  /// Terms of an interaction-weighted regression on this many rows would not fit; the others do.
  static let largestRegression = 20_000_000

  /// What there is to ask after the headline, in order of what a reader misses most.
  package func steps(after headline: StudyResult) throws(StudyRefusal) -> [Step] {
    guard case .groupTime(let numbers) = headline.numbers else { return [] }
    let cohorts = numbers.aggregations.group.labels ?? []
    let periods = Set(numbers.cells.map(\.t)).count
    var steps: [Step] = [
      .opinion(.fixedEffects), .opinion(.bacon), .opinion(.imputation), .opinion(.eventStudy),
    ]
    if cohorts.count * periods * table.rows <= Self.largestRegression {
      steps.append(.opinion(.sunAbraham))
    }
    if periods * table.rows <= Self.largestRegression { steps.append(.lags) }
    steps += [.otherComparison, .anticipation, .winsorised, .placebo, .balanced, .oneFirm]
    if table.has(ImpactColumn.second) { steps.append(.levers) }
    if table.has(ImpactColumn.dose) { steps.append(.doses) }
    if cohorts.count > 1 { steps += cohorts.map(Step.withoutCohort) }
    if table.has(ImpactColumn.sector) {
      let sectors = Set(try table.numbers(ImpactColumn.sector)).filter { !$0.isNaN }.sorted()
      if sectors.count > 1 { steps += sectors.map(Step.withoutSector) }
    }
    return steps
  }

  /// Adds the answer to one step.
  package func take(
    _ step: Step, into findings: inout ImpactFindings
  ) throws(StudyRefusal) {
    switch step {
    case .opinion(let estimator):
      findings.opinions[estimator.rawValue] = try opinion(estimator)
    case .otherComparison:
      var other = design
      other.comparison = design.comparison == .never ? .notYet : .never
      findings.variants.append(
        try variant(.comparison, other.comparison.rawValue) { () throws(StudyRefusal) in
          try Study.run(other.adoption(.groupTime, subset: nil), on: table)
        })
    case .anticipation:
      var other = design
      other.anticipation += 1
      findings.variants.append(
        try variant(.anticipation, "\(other.anticipation)") { () throws(StudyRefusal) in
          try Study.run(other.adoption(.groupTime, subset: nil), on: table)
        })
    case .winsorised:
      findings.variants.append(
        try variant(.winsorised, nil) { () throws(StudyRefusal) in
          try Study.run(design.adoption(.groupTime, subset: nil), on: table.winsorisedOutcome())
        })
    case .placebo:
      findings.variants.append(
        try variant(.placebo, nil) { () throws(StudyRefusal) in
          try Study.run(
            design.adoption(.groupTime, subset: nil), on: table.beforeAdoption(shift: 2))
        })
    case .balanced:
      var complete = try variant(.balanced, nil) { () throws(StudyRefusal) in
        try Study.run(balanced(), on: table)
      }
      complete.leftOut = try incompleteFirms()
      findings.variants.append(complete)
    case .withoutCohort(let cohort):
      findings.variants.append(
        try without(.withoutCohort, ImpactColumn.cohort, Double(cohort)))
    case .withoutSector(let sector):
      findings.variants.append(try without(.withoutSector, ImpactColumn.sector, sector))
    case .levers: findings.levers = try levers()
    case .doses: findings.doses = try doses()
    case .lags: findings.lags = try lags()
    case .oneFirm: findings.oneFirm = try oneFirm()
    }
  }

  private func balanced() throws(StudyRefusal) -> StudySpecification {
    var specification = try design.adoption(.groupTime, subset: nil)
    specification.panel = .balanced
    return specification
  }

  private func opinion(_ estimator: Estimator) throws(StudyRefusal) -> StudyResult {
    guard estimator == .fixedEffects else {
      return try Study.run(design.adoption(estimator, subset: nil), on: table)
    }
    let treated = try table.withTreatment([ImpactColumn.cohort])
    return try Study.run(
      design.twoWay(
        [Table.treated(ImpactColumn.cohort)], judged: Table.treated(ImpactColumn.cohort),
        combinations: [:]), on: treated)
  }

  private func without(
    _ kind: ImpactVariant.Kind, _ column: String, _ value: Double
  ) throws(StudyRefusal) -> ImpactVariant {
    let label = Label.number(value).description
    var rest = try variant(kind, label) { () throws(StudyRefusal) in
      try Study.run(
        design.adoption(.groupTime, subset: "\(column) != \(label)"), on: table)
    }
    let group = try table.numbers(column)
    rest.leftOut = try firms { group[$0] == value }
    return rest
  }

  /// Firms without a row in some period of the panel.
  private func incompleteFirms() throws(StudyRefusal) -> [Int] {
    let firm = try table.numbers(ImpactColumn.firm)
    let periods = Set(try table.numbers(ImpactColumn.period)).count
    let rows = firm.reduce(into: [Double: Int]()) { $0[$1, default: 0] += 1 }
    return try firms { rows[firm[$0]] ?? 0 < periods }
  }

  /// How many firms have a row like this, treated after the first period and never treated.
  private func firms(_ isMeant: (Int) -> Bool) throws(StudyRefusal) -> [Int] {
    let firm = try table.numbers(ImpactColumn.firm)
    let cohort = try table.numbers(ImpactColumn.cohort)
    let first = try table.numbers(ImpactColumn.period).min() ?? 0
    var seen = Set<Double>()
    var counts = [0, 0]
    for row in firm.indices where isMeant(row) && seen.insert(firm[row]).inserted {
      if cohort[row] == 0 { counts[1] += 1 } else if cohort[row] > first { counts[0] += 1 }
    }
    return counts
  }

  /// A variant that the data cannot bear is told as not estimated, not as a failure of the study.
  private func variant(
    _ kind: ImpactVariant.Kind, _ label: String?,
    _ run: () throws(StudyRefusal) -> StudyResult
  ) throws(StudyRefusal) -> ImpactVariant {
    do throws(StudyRefusal) {
      return ImpactVariant(kind, label, try run(), design.rules)
    } catch {
      switch error {
      case .noNeverTreated, .noRows:
        return ImpactVariant(
          kind, label, StudyResult(refused: error, estimator: .groupTime), design.rules)
      case .duplicateKey, .treatmentSwitchesOff, .missingAdoptionDate, .adoptionDateVaries,
        .unknownField, .unknownColumn, .textInNumber, .malformedData, .malformedSpecification,
        .missingField, .invalidField, .notConverged:
        throw error
      }
    }
  }
}
