import Foundation
import Postgres

/// People against competencies, with the margins of everyone in sight and one page of lines.
package struct SkillMatrix: Codable, Sendable {
  package let asOf: CalendarDate
  package let people: Int
  package let columns: [SkillColumn]
  package let lines: [SkillLine]
  package let summary: SkillSummary
  /// Continue after this line; nil on the last page.
  package let next: String?
}

/// A competency with its margins over everyone in sight.
package struct SkillColumn: Codable, Sendable {
  package let competencyId: ID<Competency>
  package let frameworkCode: String
  package let areaCode: String
  package let areaTitle: LocalizedText
  package let code: String
  package let title: LocalizedText
  package let requiredCount: Int
  package let metCount: Int
  /// People who hold what the lowest requirement asks for.
  package let holderCount: Int
  package let minimumHolders: Int

  /// Fewer hold it than the firm wants, so that one leaving person takes it away.
  package var isFragile: Bool { requiredCount > 0 && holderCount < max(2, minimumHolders) }
}

/// A person's cells, in no order: a column without a cell is not required and not assessed.
package struct SkillLine: Codable, Sendable {
  package let employeeId: ID<Employee>
  package let employeeCode: String
  package let fullName: String
  package let unitName: String
  package let roleTitles: [LocalizedText]
  /// Levels missing over all requirements.
  package let gap: Int
  package let nextExpiry: CalendarDate?
  package let cells: [SkillCell]
}

/// How many required cells came to which verdict.
package struct SkillSummary: Codable, Sendable, Equatable {
  package var required = 0
  package var met = 0
  package var below = 0
  package var claimedOnly = 0
  package var stale = 0
  package var expired = 0
  package var notAssessed = 0
  package var exempt = 0

  /// Share of requirements met, exemptions left out; nil when nothing is required.
  package var coverage: Double? {
    required == 0 ? nil : Double(met) / Double(required)
  }

  package mutating func count(_ cell: SkillCell) {
    switch cell.verdict {
    case .met: met += 1
    case .below: below += 1
    case .claimedOnly: claimedOnly += 1
    case .stale: stale += 1
    case .expired: expired += 1
    case .notAssessed: notAssessed += 1
    case .exempt:
      exempt += 1
      return
    case .notRequired: return
    }
    required += 1
  }
}
