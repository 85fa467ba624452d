/// Which cohorts are estimated, with which periods they are compared, and what had to go.
package struct GroupTimePlan: Sendable {
  package struct Cell: Equatable, Sendable {
    package let cohort: Int
    /// Period numbers within the panel.
    package let period: Int
    package let base: Int
    package let isPost: Bool
    /// The period is the base itself.
    package var isReference: Bool { period == base }
  }

  package let panel: AdoptionPanel
  /// Sorted by cohort and period.
  package let cells: [Cell]
  /// Cohorts that have cells, rising.
  package let estimated: [Int]
  package let alwaysTreated: Int
  package let cohortsWithoutBase: [Int]
  /// No unit is never treated; the last cohort is the comparison and its periods are cut.
  package let lacksNeverTreated: Bool
  private let control: GroupTimeControl
  private let anticipation: Int

  /// Throws `noNeverTreated` when never-treated controls are asked for and there are none.
  package init(
    _ full: AdoptionPanel, control: GroupTimeControl, base: GroupTimeBase, anticipation: Int,
    dropsGaps: Bool
  ) throws(StudyRefusal) {
    var panel = full
    let first = panel.periods.first ?? 0
    alwaysTreated = panel.cohorts.reduce(0) { $0 + ($1 <= first ? 1 : 0) }
    let cohorts = panel.cohorts
    panel.keep(units: { cohorts[$0] > first }, periods: { _ in true })
    lacksNeverTreated = !panel.cohorts.contains(AdoptionPanel.never)
    if lacksNeverTreated, !panel.cohorts.isEmpty {
      guard control == .notYet else { throw .noNeverTreated }
      let cut = (panel.cohorts.max() ?? 0) - anticipation
      panel.keep(units: { _ in true }, periods: { $0 < cut })
    }
    if dropsGaps {
      let complete = panel
      panel.keep(
        units: { unit in (0..<complete.span).allSatisfy { complete.isPresent(unit, $0) } },
        periods: { _ in true })
    }
    let last = panel.periods.last ?? 0
    let beginning = panel.periods.first ?? 0
    let candidates = Set(panel.cohorts).filter { $0 > beginning && $0 <= last }.sorted()
    var cells: [Cell] = []
    var without: [Int] = []
    for cohort in candidates {
      guard let anchor = panel.periods.lastIndex(where: { $0 + anticipation < cohort }) else {
        without.append(cohort)
        continue
      }
      for (period, date) in panel.periods.enumerated() {
        if date >= cohort || base == .universal {
          cells.append(
            Cell(cohort: cohort, period: period, base: anchor, isPost: date >= cohort))
        } else if period > 0 {
          cells.append(Cell(cohort: cohort, period: period, base: period - 1, isPost: false))
        }
      }
    }
    self.panel = panel
    self.cells = cells
    estimated = candidates.filter { !without.contains($0) }
    cohortsWithoutBase = without
    self.control = control
    self.anticipation = anticipation
  }

  /// Whether a cohort serves as comparison in a cell.
  package func isControl(_ cohort: Int, in cell: Cell) -> Bool {
    if cohort == AdoptionPanel.never { return true }
    switch control {
    case .never: return false
    case .notYet:
      let latest = panel.periods[max(cell.period, cell.base)]
      return cohort != cell.cohort && cohort > latest + anticipation
    }
  }
}
