/// Runs `imputation_bjs`.
enum ImputationStudy {
  static func run(_ sample: Sample) throws(StudyRefusal) -> StudyResult {
    let study = try StaggeredStudy(sample, covariates: [], keepsAlwaysTreated: false)
    let panel = study.panel
    let rows = AdoptionRows(panel)
    let estimates = Imputation(rows, anticipation: sample.specification.anticipation)
    let numbers = ImputationNumbers(
      units: panel.units, notEstimable: estimates.notEstimable,
      att: Estimate(estimates.overall?.coef, estimates.overall?.se),
      horizons: Dictionary(
        uniqueKeysWithValues: estimates.horizons.map { (String($0), Estimate($1.coef, $1.se)) }))
    return study.result(
      estimates.overall.map { ($0.coef, $0.se) }, headline: "if",
      arms: panel.notYetArms, isConstant: rows.isConstant, rows: rows.rows,
      numbers: .imputation(numbers))
  }
}

extension AdoptionPanel {
  /// Units ever treated, and units never treated or, without any, those not yet treated when the
  /// first are.
  var notYetArms: (treated: Int, control: Int) {
    let arms = arms
    guard arms.control == 0, let first = cohorts.min() else { return arms }
    return (units, cohorts.reduce(0) { $0 + ($1 > first ? 1 : 0) })
  }
}
