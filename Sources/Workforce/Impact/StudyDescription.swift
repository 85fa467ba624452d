import Econometrics
import Foundation
import Postgres

/// The periods of a study.
package enum StudyPeriodKind: String, Codable, Sendable, CaseIterable {
  case month, quarter, year
}

/// With whom treated firms are compared.
package enum StudyComparison: String, Codable, Sendable, CaseIterable {
  case notYet = "not_yet"
  case never
}

/// At which level treatment was decided, so that errors are shared there.
package enum StudyCluster: String, Codable, Sendable, CaseIterable {
  case firm, commune, sector
}

/// What firms are made alike in before adoption.
package enum StudyCovariate: String, Codable, Sendable, CaseIterable {
  /// Logarithm of the number of employees.
  case people
  /// Share of staff at the target's level.
  case shareAtTarget = "share_at_target"
}

/// What is asked: which indicator, what counts as treated, among which firms, when, against whom.
package struct StudyDescription: Codable, Equatable, Sendable {
  package let indicatorCode: String
  package let periodKind: StudyPeriodKind
  /// First days of the first and the last period.
  package let firstPeriod: CalendarDate
  package let lastPeriod: CalendarDate
  package let isLogarithm: Bool
  /// Series of price indices that values are divided by; nil for values as they are.
  package let deflatorSeries: String?
  /// Tails pulled in at each end in the headline, such as 0.01; nil for none.
  package let winsorisedShare: Double?
  package let treatment: TreatmentRule
  /// The other lever, for the four lines of both.
  package let secondTreatment: TreatmentRule?
  /// Sections of VSIC; empty for all.
  package let sections: [String]
  /// Sizes by law; empty for all.
  package let sizes: [String]
  package let comparison: StudyComparison
  package let cluster: StudyCluster
  package let covariates: [StudyCovariate]
  /// Periods in which firms may react before they are treated.
  package let anticipation: Int
  /// The smallest effect worth having: a share for logarithms, else in the indicator's unit.
  package let worthwhile: Double?
  /// Treatment was drawn by lot; `assignment` says how.
  package let isRandomised: Bool
  package let assignment: String?

  package init(
    indicatorCode: String, periodKind: StudyPeriodKind, firstPeriod: CalendarDate,
    lastPeriod: CalendarDate, isLogarithm: Bool, deflatorSeries: String?, winsorisedShare: Double?,
    treatment: TreatmentRule, secondTreatment: TreatmentRule?, sections: [String], sizes: [String],
    comparison: StudyComparison, cluster: StudyCluster, covariates: [StudyCovariate],
    anticipation: Int, worthwhile: Double?, isRandomised: Bool, assignment: String?
  ) {
    self.indicatorCode = indicatorCode
    self.periodKind = periodKind
    self.firstPeriod = firstPeriod
    self.lastPeriod = lastPeriod
    self.isLogarithm = isLogarithm
    self.deflatorSeries = deflatorSeries
    self.winsorisedShare = winsorisedShare
    self.treatment = treatment
    self.secondTreatment = secondTreatment
    self.sections = sections
    self.sizes = sizes
    self.comparison = comparison
    self.cluster = cluster
    self.covariates = covariates
    self.anticipation = anticipation
    self.worthwhile = worthwhile
    self.isRandomised = isRandomised
    self.assignment = assignment
  }
}

extension StudyDescription {
  /// Sizes of firms by law, and those that have none.
  private static let sizes: Set<String> = ["micro", "small", "medium", "not_sme"]

  package func check(_ problems: inout Problems) {
    problems.require(indicatorCode, "description.indicatorCode", limit: 60)
    problems.bound(deflatorSeries, "description.deflatorSeries", limit: 60)
    problems.bound(assignment, "description.assignment", limit: 2000)
    if isRandomised, (assignment ?? "").allSatisfy(\.isWhitespace) {
      problems.add("description.assignment", "study.randomised_says_how")
    }
    for (name, day) in [("firstPeriod", firstPeriod), ("lastPeriod", lastPeriod)]
    where !periodKind.starts(day) {
      problems.add("description.\(name)", "study.period_starts_elsewhere")
    }
    if periodKind.ordinal(lastPeriod) - periodKind.ordinal(firstPeriod) < 2 {
      problems.add("description.lastPeriod", "study.too_few_periods")
    }
    if periodKind.ordinal(lastPeriod) - periodKind.ordinal(firstPeriod) >= 400 {
      problems.add("description.lastPeriod", "study.too_many_periods")
    }
    if let share = winsorisedShare, !(share > 0 && share <= 0.1) {
      problems.add(
        "description.winsorisedShare", "field.out_of_range", ["lowest": "0", "highest": "0.1"])
    }
    if let worthwhile, !(worthwhile > 0) {
      problems.add("description.worthwhile", "study.worthwhile_is_positive")
    }
    for (index, section) in sections.enumerated()
    where section.utf8.count != 1 || !section.utf8.allSatisfy({ (65...86).contains($0) }) {
      problems.add("description.sections[\(index)]", "study.unknown_section")
    }
    for (index, size) in sizes.enumerated() where !Self.sizes.contains(size) {
      problems.add("description.sizes[\(index)]", "study.unknown_size")
    }
    problems.range(anticipation, "description.anticipation", 0...12)
    treatment.check(&problems, "description.treatment")
    secondTreatment?.check(&problems, "description.secondTreatment")
    if secondTreatment == treatment {
      problems.add("description.secondTreatment", "study.levers_differ")
    }
  }

  func design() -> ImpactDesign {
    ImpactDesign(
      isLogarithm: isLogarithm, comparison: comparison == .never ? .never : .notYet,
      anticipation: anticipation,
      covariates: covariates.map { covariate in
        switch covariate {
        case .people: "log(\(StudyColumn.people))"
        case .shareAtTarget: StudyColumn.share
        }
      },
      cluster: clusterColumn,
      rules: JudgementRules(level: 0.05, power: 0.8, worthwhile: worthwhileSize),
      band: BandRequest(draws: 9999, seed: 1))
  }

  private var clusterColumn: String? {
    switch cluster {
    case .firm: nil
    case .commune: StudyColumn.commune
    case .sector: ImpactColumn.sector
    }
  }

  /// A share of a logarithm is a growth of so much.
  private var worthwhileSize: Double? {
    worthwhile.map { isLogarithm ? log1p($0) : $0 }
  }
}

/// Columns of a study's panel beside those of any analysis.
enum StudyColumn {
  static let people = "people"
  static let share = "share_at_target"
  static let commune = "commune"
}
