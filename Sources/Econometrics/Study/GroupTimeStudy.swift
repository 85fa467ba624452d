/// Runs `callaway_santanna`.
struct GroupTimeStudy {
  private let sample: Sample
  private let specification: StudySpecification
  private let rules: JudgementRules
  private let adoption: Adoption
  private let full: AdoptionPanel
  private let plan: GroupTimePlan
  private var warnings: Set<Warning> = []

  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    var study = try GroupTimeStudy(sample)
    return study.run()
  }

  private init(_ sample: Sample) throws(StudyRefusal) {
    self.sample = sample
    specification = sample.specification
    rules = specification.rules
    adoption = try Adoption(sample)
    var covariates: [[Double]] = []
    for covariate in specification.covariates { covariates.append(try sample.values(covariate)) }
    full = try AdoptionPanel(sample, adoption, covariates: covariates)
    plan = try GroupTimePlan(
      full, control: specification.control, base: specification.basePeriod,
      anticipation: specification.anticipation, dropsGaps: specification.panel == .balanced)
  }

  private mutating func run() -> StudyResult {
    warnings.insertPanel(full, excluded: sample.excluded, switchesOff: adoption.switchesOff)
    if plan.alwaysTreated > 0 { warnings.insert(.alwaysTreatedDropped) }
    if plan.lacksNeverTreated { warnings.insert(.noNeverTreated) }
    if !plan.cohortsWithoutBase.isEmpty { warnings.insert(.noBasePeriod) }
    let needsInfluence = specification.band.map {
      UniformBand.drawsMultipliers(units: plan.panel.units, $0)
    }
    let limit =
      needsInfluence == true ? 10 * GroupTimeEffects.matrixLimit : GroupTimeEffects.matrixLimit
    let effects = GroupTimeEffects(
      plan, method: specification.method, trim: specification.propensityTrim, matrixLimit: limit)
    let cells = plan.cells.indices.map { GroupTimeNumbers.Cell(effects, $0, rules) }
    for cell in cells { warnings.formUnion(cell.flags) }
    let aggregation = Aggregation(effects)
    let group = aggregation.group
    let isCompared = effects.outcomes.contains { outcome in
      switch outcome {
      case .estimated, .noOverlap: true
      case .reference, .empty: false
      }
    }
    guard isCompared || !plan.cohortsWithoutBase.isEmpty else { return notIdentified() }
    let dynamic = aggregation.dynamic
    let calendar = aggregation.calendar
    let hasNoVariation = isConstant(plan.panel)
    if hasNoVariation { warnings.insert(.noVariation) }
    let averages = GroupTimeNumbers.Aggregations(
      simple: .init(effects, aggregation.simple, nil, rules),
      group: .init(effects, group.overall, group, rules),
      dynamic: .init(effects, dynamic.overall, dynamic, rules),
      calendar: .init(effects, calendar.overall, calendar, rules))
    let numbers = GroupTimeNumbers(
      units: plan.panel.units, observations: plan.panel.observations,
      clusters: plan.panel.clusters.map { distinct(0..<plan.panel.units, clusters: $0) },
      cohortSizes: sizes, cells: cells, aggregations: averages, pretrend: pretrend(effects),
      uniformBand: specification.band.map { request in
        let band = UniformBand(effects, request, dynamic: dynamic, level: rules.level)
        return .init(cells: band.cells, dynamic: band.dynamic)
      })
    return judged(numbers, hasNoVariation: hasNoVariation)
  }

  private mutating func judged(
    _ numbers: GroupTimeNumbers, hasNoVariation: Bool
  ) -> StudyResult {
    let headline = numbers.aggregations.group
    // Cohorts that lost their base period, or cells without overlap, leave too little, not nothing.
    let isEmpty = headline.overall == nil
    let status = hasNoVariation || isEmpty ? .notEnoughEvidence : headline.status
    let interval = headline.interval.map { $0[0]...$0[1] }
    let verdict = Verdict(status: status, interval: interval, worthwhile: rules.worthwhile)
    if verdict == .noEffectOfPracticalSize, interval?.contains(0) == false {
      warnings.insert(.smallerThanWorthwhile)
    }
    let clusters = numbers.clusters ?? numbers.units
    warnings.addCounts(treated: headline.treated, control: headline.control, clusters: clusters)
    var result = StudyResult(sample, warnings: warnings)
    result.status = status
    result.verdict = verdict
    result.treatment = adoption.source
    result.treatedClusters = headline.treated
    result.controlClusters = headline.control
    result.headline = "if"
    result.rows = numbers.observations
    result.numbers = .groupTime(numbers)
    return result
  }

  /// No cohort can be compared with anyone.
  private func notIdentified() -> StudyResult {
    var result = StudyResult(sample, warnings: warnings.union([.noComparisonGroup]))
    result.status = .notIdentified
    result.treatment = adoption.source
    let estimated = Set(plan.estimated)
    let treated = plan.panel.cohorts.reduce(0) { $0 + (estimated.contains($1) ? 1 : 0) }
    result.treatedClusters = treated
    result.controlClusters = plan.panel.units - treated
    result.rows = plan.panel.observations
    result.numbers = .notIdentified(.init(coef: [:]))
    return result
  }

  private var sizes: [String: Int] {
    var sizes: [String: Int] = [:]
    for (cohort, units) in plan.panel.sizes {
      let label =
        cohort == AdoptionPanel.never
        ? Label.number(specification.neverCode).description : String(cohort)
      sizes[label, default: 0] += units
    }
    return sizes
  }

  private mutating func pretrend(_ effects: GroupTimeEffects) -> GroupTimeNumbers.PreTrend {
    let estimated = Set(plan.estimated)
    let units = plan.panel.cohorts.indices.filter { estimated.contains(plan.panel.cohorts[$0]) }
    let treated = distinct(units, clusters: plan.panel.clusters)
    guard let test = PreTrendTest(effects, treated: treated, level: rules.level) else {
      warnings.insert(.pretestNotAvailable)
      return .init(statistic: nil, df: 0, p: nil, slopeMissedHalf: nil)
    }
    return .init(
      statistic: test.statistic, df: test.degrees, p: test.p, slopeMissedHalf: test.slopeMissedHalf)
  }

  private func isConstant(_ panel: AdoptionPanel) -> Bool {
    let present = panel.outcome.filter { !$0.isNaN }
    return present.allSatisfy { $0 == present[0] }
  }
}

extension Set<Warning> {
  /// What is said of every study of staggered adoption.
  mutating func insertPanel(_ panel: AdoptionPanel, excluded: Int, switchesOff: Bool) {
    if excluded > 0 { insert(.rowsExcludedNonpositive) }
    if switchesOff { insert(.treatmentSwitchesOff) }
    guard !panel.isBalanced else { return }
    insert(.panelUnbalanced)
    let present = panel.outcome.indices.filter { !panel.outcome[$0].isNaN }
    let codes = present.map { Int32($0 / panel.span) }
    let unit = Grouping(name: "", codes: codes, count: panel.units)
    let time = present.map { panel.periods[$0 % panel.span] }
    let isTreated = panel.cohorts.map { $0 != AdoptionPanel.never }
    if missingnessDiffers(unit: unit, time: time, isTreated: isTreated) {
      insert(.attritionDiffers)
    }
  }
}
