/// What the estimators for staggered adoption beside group-time effects have in common.
struct StaggeredStudy {
  let sample: Sample
  let adoption: Adoption
  /// Without units treated from the start, unless they are kept.
  var panel: AdoptionPanel
  var warnings: Set<Warning> = []

  init(
    _ sample: Sample, covariates: [[Double]], keepsAlwaysTreated: Bool
  ) throws(StudyRefusal) {
    self.sample = sample
    adoption = try Adoption(sample)
    let full = try AdoptionPanel(sample, adoption, covariates: covariates)
    warnings.insertPanel(full, excluded: sample.excluded, switchesOff: adoption.switchesOff)
    let (rest, dropped) = full.withoutAlwaysTreated()
    if keepsAlwaysTreated || dropped == 0 {
      panel = full
    } else {
      panel = rest
      warnings.insert(.alwaysTreatedDropped)
    }
  }

  /// Makes the last cohort the comparison when nobody is never treated.
  mutating func ensureComparison() {
    let (rest, lacks) = panel.withComparisonCohort()
    panel = rest
    if lacks { warnings.insert(.noNeverTreated) }
  }

  /// A result on the counts `arms`, for one number with its error; nil: there is no number. The
  /// interval takes the degrees of freedom of the smaller arm, because a large control group does
  /// not cure few treated units.
  func result(
    _ estimate: (coef: Double, se: Double)?, headline: String,
    arms: (treated: Int, control: Int), isConstant: Bool, rows: Int, numbers: StudyNumbers
  ) -> StudyResult {
    let term = adoption.source
    let variance = estimate.map { $0.se * $0.se } ?? .nan
    var judgement = Judgement(
      term: term, names: estimate == nil ? [] : [term],
      coefficients: estimate.map { [$0.coef] } ?? [],
      covariance: Matrix(
        rows: estimate == nil ? 0 : 1, columns: estimate == nil ? 0 : 1,
        values: estimate == nil ? [] : [variance]),
      degrees: Double(min(arms.treated, arms.control) - 1), hasNoVariation: isConstant,
      treated: arms.treated, control: arms.control,
      clusters: panel.units)
    judgement.statusDegrees = Double(min(arms.treated, arms.control) - 1)
    return judgement.result(
      sample, rules: sample.specification.rules, warnings: warnings, headline: headline,
      rows: rows, singletons: nil, numbers: numbers)
  }
}

/// Runs `sun_abraham`.
enum SunAbrahamStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let (names, columns) = try sample.terms(sample.specification.regressors)
    var study = try StaggeredStudy(sample, covariates: columns, keepsAlwaysTreated: false)
    study.ensureComparison()
    let rows = AdoptionRows(study.panel)
    let arms = study.panel.arms
    guard arms.treated > 0, arms.control > 0 else {
      return study.result(
        nil, headline: "cr1", arms: arms, isConstant: false, rows: rows.rows,
        numbers: .notIdentified(.init(coef: [:])))
    }
    let model = try EventRegression(
      rows, reference: sample.specification.reference, byCohort: true,
      last: study.panel.periods.last ?? 0, names: names)
    if !model.fit.dropped.isEmpty { study.warnings.insert(.droppedTerms) }
    let cells = model.terms.map { entry in
      let estimate = entry.position.map(model.estimate)
      return SunAbrahamNumbers.Cell(
        g: entry.term.cohort, e: entry.term.event, coef: estimate?.coef, se: estimate?.se)
    }
    var event: [String: Estimate] = [:]
    for label in Set(model.terms.map(\.term.event)) {
      // The share of a cohort among those seen at this event time, which is that of its rows.
      let weights = zip(model.terms, model.rowsBehind).compactMap { entry, count in
        entry.term.event == label ? entry.position.map { ($0, Double(count)) } : nil
      }
      let average = model.average(weights)
      event[String(label)] = Estimate(average?.coef, average?.se)
    }
    let after = zip(model.terms, model.rowsBehind).compactMap { entry, count in
      entry.term.event >= 0 ? entry.position.map { ($0, Double(count)) } : nil
    }
    let overall = model.average(after)
    let kept = names.compactMap { name in
      model.fit.names.firstIndex(of: name).map { (name, model.estimate($0)) }
    }
    let numbers = SunAbrahamNumbers(
      clusters: rows.clusters.count, nonnestedParameters: model.nonnestedParameters,
      df: rows.clusters.count - 1, cells: cells, event: event,
      att: Estimate(overall?.coef, overall?.se),
      coef: figures(kept.map(\.0), kept.map(\.1.coef)),
      errors: figures(kept.map(\.0), kept.map(\.1.se)))
    return study.result(
      overall, headline: "cr1", arms: arms,
      isConstant: model.fit.hasNoVariation, rows: rows.rows, numbers: .sunAbraham(numbers))
  }
}

/// Runs `twfe_event_study`.
enum EventStudyStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    var study = try StaggeredStudy(sample, covariates: [], keepsAlwaysTreated: false)
    let rows = AdoptionRows(study.panel)
    let arms = study.panel.arms
    guard arms.treated > 0 else {
      return study.result(
        nil, headline: "cr1", arms: arms, isConstant: false, rows: rows.rows,
        numbers: .notIdentified(.init(coef: [:])))
    }
    let model = try EventRegression(
      rows, reference: sample.specification.reference, byCohort: false, last: Int.max - 1,
      names: [])
    if !model.fit.dropped.isEmpty { study.warnings.insert(.droppedTerms) }
    var event: [String: Estimate] = [:]
    for entry in model.terms {
      let estimate = entry.position.map(model.estimate)
      event[String(entry.term.event)] = Estimate(estimate?.coef, estimate?.se)
    }
    let after = model.terms.compactMap { entry in
      entry.term.event >= 0 ? entry.position.map { ($0, 1.0) } : nil
    }
    let numbers = EventStudyNumbers(
      clusters: rows.clusters.count, nonnestedParameters: model.nonnestedParameters,
      df: rows.clusters.count - 1, event: event)
    let comparison = study.panel.comparisonArms
    return study.result(
      model.average(after), headline: "cr1",
      arms: comparison, isConstant: model.fit.hasNoVariation, rows: rows.rows,
      numbers: .eventStudy(numbers))
  }
}

extension AdoptionPanel {
  /// Units ever treated, and units never treated or, without any, those of the last cohort as long
  /// as others are treated before them.
  var comparisonArms: (treated: Int, control: Int) {
    let arms = arms
    guard arms.control == 0, let first = cohorts.min(), let last = cohorts.max(), first < last
    else { return arms }
    let comparison = cohorts.reduce(0) { $0 + ($1 == last ? 1 : 0) }
    return (units - comparison, comparison)
  }
}
