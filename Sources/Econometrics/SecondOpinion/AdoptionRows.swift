/// A panel of staggered adoption as rows, for estimators that are regressions on rows.
package struct AdoptionRows: Sendable {
  package let outcome: [Double]
  package let unit: Grouping
  package let time: Grouping
  /// Calendar period of each row.
  package let dates: [Int]
  /// First treated period of the row's unit.
  package let cohorts: [Int]
  package let covariates: [[Double]]
  package let clusters: Grouping

  package init(_ panel: AdoptionPanel) {
    let present = panel.outcome.indices.filter { !panel.outcome[$0].isNaN }
    let units = present.map { $0 / panel.span }
    outcome = present.map { panel.outcome[$0] }
    unit = Grouping(name: "unit", numbers: units.map(Double.init))
    dates = present.map { panel.periods[$0 % panel.span] }
    time = Grouping(name: "time", numbers: dates.map(Double.init))
    cohorts = units.map { panel.cohorts[$0] }
    covariates = panel.covariates.map { column in present.map { column[$0] } }
    if let codes = panel.clusters {
      clusters = Grouping(name: "cluster", numbers: units.map { Double(codes[$0]) })
    } else {
      clusters = unit
    }
  }

  package var rows: Int { outcome.count }
  package var isConstant: Bool { outcome.allSatisfy { $0 == outcome[0] } }
}

extension AdoptionPanel {
  /// Without the units treated from the first period on, which have no past to compare with.
  package func withoutAlwaysTreated() -> (panel: AdoptionPanel, dropped: Int) {
    var panel = self
    let first = periods.first ?? 0
    panel.keep(units: { cohorts[$0] > first }, periods: { _ in true })
    return (panel, units - panel.units)
  }

  /// Without never-treated units the last cohort is the comparison, up to its own adoption. Units
  /// that adopt after the last period are untreated throughout.
  package func withComparisonCohort() -> (panel: AdoptionPanel, lacksNeverTreated: Bool) {
    var panel = self
    let last = panel.periods.last ?? 0
    guard panel.cohorts.allSatisfy({ $0 <= last }), let latest = panel.cohorts.max() else {
      return (panel, false)
    }
    panel.keep(units: { _ in true }, periods: { $0 < latest })
    return (panel, true)
  }

  /// Units treated within the window, and units that are not.
  package var arms: (treated: Int, control: Int) {
    let last = periods.last ?? 0
    let treated = cohorts.reduce(0) { $0 + ($1 <= last ? 1 : 0) }
    return (treated, units - treated)
  }
}
