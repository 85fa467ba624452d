import Foundation
import Postgres

/// What a required level and the evidence for it come to, as of a day.
package enum SkillVerdict: String, Codable, Sendable, CaseIterable {
  case met, below
  case claimedOnly = "claimed_only"
  case stale, expired
  case notAssessed = "not_assessed"
  case notRequired = "not_required"
  case exempt
}

/// How a level was shown, best first; only a self-rating closes no gap.
package enum EvidenceGrade: String, Codable, Sendable, CaseIterable {
  case tested, certified
  case observedTrainer = "observed_trainer"
  case observedManager = "observed_manager"
  case selfRated = "self"
}

/// One person and one competency: what is asked, what was shown, and what that means.
package struct SkillCell: Codable, Sendable, Equatable {
  package let competencyId: ID<Competency>
  /// Nil when no role of the person requires it.
  package let requiredLevel: Int?
  /// Nil means not assessed, which is not level zero.
  package let attainedLevel: Int?
  /// The level of the person's own latest rating, which closes no gap.
  package let claimedLevel: Int?
  package let minimumHolders: Int?
  package let grade: EvidenceGrade?
  package let verdict: SkillVerdict
  package let assessedOn: CalendarDate?
  package let validUntil: CalendarDate?
  package let exceeds: Bool
  package let isExpiring: Bool
  package let isInTraining: Bool
  /// The level was given in another framework whose competency is close, not the same.
  package let isCarriedOver: Bool
  package let exemptUntil: CalendarDate?

  /// Whether the person holds the competency at `level` by valid evidence other than their own word.
  package func isHeld(at level: Int) -> Bool {
    guard let attainedLevel, let grade, grade != .selfRated else { return false }
    return attainedLevel >= level && verdict != .stale && verdict != .expired
  }

  /// Levels missing to the requirement; nil when nothing is required or the person is exempt.
  package var gap: Int? {
    guard let requiredLevel, verdict != .exempt else { return nil }
    return verdict == .met ? 0 : max(0, requiredLevel - provenLevel)
  }

  /// The level that counts towards a requirement: none for a self-rating or what is out of date.
  private var provenLevel: Int {
    switch verdict {
    case .met, .below, .notRequired: grade == .selfRated ? 0 : attainedLevel ?? 0
    case .claimedOnly, .stale, .expired, .notAssessed, .exempt: 0
    }
  }
}

package enum Competency {}
package enum Framework {}
package enum JobRole {}
package enum Course {}
package enum Enrolment {}
package enum Completion {}
