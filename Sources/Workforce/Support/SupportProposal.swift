import Postgres

/// What one rule gives a firm for a cost, with its article and what is left of its ceiling.
package struct SupportProposal: Codable, Sendable, Equatable {
  package enum Refusal: String, Codable, Sendable, CaseIterable {
    case sizeUnknown = "size_unknown"
    case sizeNotCovered = "size_not_covered"
    case flagMissing = "flag_missing"
    case sectorNotCovered = "sector_not_covered"
    case sameContentThisYear = "same_content_this_year"
    case onceAYear = "once_a_year"
    case ceilingUsedUp = "ceiling_used_up"
    /// The rule names no share that could be computed.
    case noRate = "no_rate"
  }

  package let ruleCode: String
  package let ruleValidFrom: CalendarDate
  package let contentCode: String
  package let legalSource: String
  package let status: Certainty
  package let benefit: LocalizedText
  package let condition: LocalizedText?
  /// Why the rule gives nothing; empty when it does.
  package let refusals: [Refusal]
  /// Whole đồng; nil when it gives nothing.
  package let proposedVnd: Int?
  package let capVnd: Int?
  /// What of the ceiling is left in the budget year; nil for no ceiling.
  package let capLeftVnd: Int?
  package let conflictsWith: [String]
}

/// What a rule asks about: the firm, and what it was given in the year.
struct SupportStanding: Sendable {
  let sizeCode: String?
  let flags: [String]
  let section: String
  let ledger: [LedgerEntry]

  struct LedgerEntry: Decodable, Sendable, Equatable {
    let contentCode: String
    let objectKey: String
    let approvedVnd: Int
  }
}

/// A cost that support is asked for.
struct SupportedCost: Sendable {
  let costVnd: Int
  /// The course, platform or topic; nil while it is not known which.
  let object: String?
}

extension SupportRule {
  /// Pure, so that what is proposed and what is refused cannot differ.
  func proposal(
    for cost: SupportedCost, _ standing: SupportStanding
  ) -> SupportProposal {
    var refusals: [SupportProposal.Refusal] = []
    if let size = standing.sizeCode {
      if !sizes.contains(size) { refusals.append(.sizeNotCovered) }
    } else {
      refusals.append(.sizeUnknown)
    }
    if !needsFlags.isEmpty, Set(needsFlags).isDisjoint(with: standing.flags) {
      refusals.append(.flagMissing)
    }
    // Section C is manufacturing in either version of the classification.
    if sectorCondition == "manufacturing_processing", standing.section != "C" {
      refusals.append(.sectorNotCovered)
    }
    let given = standing.ledger.filter { $0.contentCode == contentCode }
    let key = cost.object.map { FoldedText($0).value }
    if let key, given.contains(where: { $0.objectKey == key }) {
      refusals.append(.sameContentThisYear)
    }
    if capBasis == "course_1_per_firm_year", !given.isEmpty { refusals.append(.onceAYear) }
    let used = isSharedInAYear ? given.reduce(0) { $0 + $1.approvedVnd } : 0
    let left = capVnd.map { max(0, $0 - used) }
    if left == 0 { refusals.append(.ceilingUsedUp) }
    var proposed: Int?
    if let ratePct {
      let share = cost.costVnd / 100 * ratePct + cost.costVnd % 100 * ratePct / 100
      proposed = min(share, left ?? share)
    } else {
      refusals.append(.noRate)
    }
    return SupportProposal(
      ruleCode: code, ruleValidFrom: validFrom, contentCode: contentCode,
      legalSource: legalSource, status: status, benefit: benefit, condition: condition,
      refusals: refusals, proposedVnd: refusals.isEmpty ? proposed : nil, capVnd: capVnd,
      capLeftVnd: left, conflictsWith: conflictsWith)
  }

  /// Whether all supports of the content in a year share one ceiling, or each has its own.
  private var isSharedInAYear: Bool {
    ["firm_per_year", "course_per_firm_year"].contains(capBasis)
  }
}

extension [SupportProposal] {
  /// The most favourable of those that give something: the firm may choose it, and one only.
  /// Source: Decree 80/2021/NĐ-CP Article 4; Decree 20/2026/NĐ-CP Article 16(6).
  var best: SupportProposal? {
    filter { $0.proposedVnd != nil }.max { ($0.proposedVnd ?? 0) < ($1.proposedVnd ?? 0) }
  }
}
