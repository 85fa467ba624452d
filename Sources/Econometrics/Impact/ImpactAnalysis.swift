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
    steps += [.otherComparison, .anticipation, .winsorised, .placebo, .balanced]
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
      findings.variants.append(
        try variant(.balanced, nil) { () throws(StudyRefusal) in
          try Study.run(balanced(), on: table)
        })
    case .withoutCohort(let cohort):
      findings.variants.append(
        try without(.withoutCohort, ImpactColumn.cohort, Double(cohort)))
    case .withoutSector(let sector):
      findings.variants.append(try without(.withoutSector, ImpactColumn.sector, sector))
    case .levers: findings.levers = try levers()
    case .doses: findings.doses = try doses()
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
    return try variant(kind, label) { () throws(StudyRefusal) in
      try Study.run(
        design.adoption(.groupTime, subset: "\(column) != \(label)"), on: table)
    }
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
