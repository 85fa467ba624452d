extension GroupTimeNumbers.Cell {
  init(_ effects: GroupTimeEffects, _ index: Int, _ rules: JudgementRules) {
    let cell = effects.plan.cells[index]
    let counts = effects.counts[index]
    self.init(
      g: cell.cohort, t: effects.plan.panel.periods[cell.period], att: nil, se: nil,
      post: cell.isPost, treated: counts.treated, control: counts.control, df: nil, status: nil,
      flags: [], interval: nil)
    if counts.treated == 1 { flags.append(.oneUnitCohort) }
    if counts.treated < 5 || counts.control < 5 { flags.append(.smallCell) }
    switch effects.outcomes[index] {
    case .reference:
      att = 0
    case .noOverlap:
      flags.append(.overlapFailure)
      status = .notEnoughEvidence
    case .empty:
      status = .notIdentified
    case .estimated(let value):
      let parts = effects.parts(Aggregation(effects).single(index))
      let degrees = counts.degrees(parts)
      att = value
      se = max(0, parts.total).squareRoot() / effects.moments.units
      df = degrees
      status = Status(treated: counts.treated, control: counts.control, degrees: degrees)
      interval =
        counts.interval(value, parts, units: effects.moments.units, rules: rules)?.ends
    }
  }
}

extension GroupTimeNumbers.Average {
  init(
    _ effects: GroupTimeEffects, _ overall: Aggregate?, _ family: AggregateFamily?,
    _ rules: JudgementRules
  ) {
    self.init(
      overall: nil, overallError: nil, interval: nil, minimumDetectableEffect: nil, treated: 0,
      control: 0, df: nil, status: .notIdentified, labels: nil, att: nil, se: nil)
    if let overall {
      let parts = effects.parts(overall)
      let counts = effects.counts(of: overall)
      let degrees = counts.degrees(parts)
      let error = max(0, parts.total).squareRoot() / effects.moments.units
      self.overall = overall.estimate
      overallError = error
      treated = counts.treated
      control = counts.control
      df = degrees
      status = Status(treated: counts.treated, control: counts.control, degrees: degrees)
      interval =
        counts.interval(overall.estimate, parts, units: effects.moments.units, rules: rules)?.ends
      minimumDetectableEffect = rules.minimumDetectableEffect(error: error, degrees: degrees)
    }
    if let family {
      labels = family.labels
      att = family.members.map(\.estimate)
      se = family.members.map(effects.standardError)
    }
  }
}
