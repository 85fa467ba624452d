import Foundation

/// What to estimate, on which columns, and by which rules.
package struct StudySpecification: Sendable {
  package enum SwitchOff: String, CaseIterable, Sendable {
    case reject
    case everStarted = "ever_started"
    case dropFromExit = "drop_from_exit"
  }
  package enum AlwaysTreated: String, CaseIterable, Sendable { case drop, keep }
  package enum Singletons: String, CaseIterable, Sendable { case drop, keep }
  package enum PanelRule: String, CaseIterable, Sendable { case pairwise, balanced }
  package enum Statistic: String, CaseIterable, Sendable { case t, coef }
  package enum SmallSample: String, CaseIterable, Sendable { case min }
  package enum Draws: Equatable, Sendable {
    case all
    case number(Int)
  }

  package let estimator: Estimator
  package let outcome: Expression
  package let regressors: [Expression]
  /// Each set of effects is a column or an interaction of several.
  package let effects: [[String]]
  package let cluster: [String]
  package let unit: String?
  package let time: String?
  package let treatment: String?
  package let cohort: String?
  package let neverCode: Double
  package let switchOff: SwitchOff
  package let alwaysTreated: AlwaysTreated
  package let covariates: [Expression]
  package let method: GroupTimeMethod
  package let control: GroupTimeControl
  package let basePeriod: GroupTimeBase
  package let anticipation: Int
  package var panel: PanelRule
  package let propensityTrim: Double
  package let reference: Int
  package let endogenous: String?
  package let instruments: [String]
  package let mediator: String?
  package let controls: [Expression]
  package let tested: [String]?
  package let null: Double
  package let draws: Draws?
  package let strata: [String]
  package let statistic: Statistic
  package let seed: UInt64
  package var band: BandRequest?
  package let combinations: [String: [String: Double]]
  package let jointTerms: [String]?
  package let singletons: Singletons
  package let subset: RowFilter?
  package let presentColumns: [String]
  package let rules: JudgementRules
}

extension StudySpecification {
  /// Every column that the study reads.
  package var columns: Set<String> {
    var columns = Set(cluster + strata + instruments + presentColumns + effects.flatMap { $0 })
    let terms = [outcome] + regressors + covariates + controls
    columns.formUnion(terms.compactMap(\.column))
    columns.formUnion([unit, time, cohort, endogenous, mediator].compactMap { $0 })
    // A regression's treatment is one of its terms; elsewhere it is a column of its own.
    if let treatment, !estimator.isRegression { columns.insert(treatment) }
    columns.formUnion(subset?.columns ?? [])
    return columns
  }

  static func name(ofEffects set: [String]) -> String { set.joined(separator: "^") }
}
