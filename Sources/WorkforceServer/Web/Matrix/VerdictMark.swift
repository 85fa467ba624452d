import Localization
import Workforce

/// How a verdict is drawn: a fill, a glyph or digits, and an edge for the evidence.
struct VerdictMark {
  /// `met`, `one`, … as the style sheet names fills.
  let fill: String
  /// `tested`, `observed`, `self` or `none`.
  let edge: String
  let digits: String
  let wordKey: String

  init(
    _ verdict: SkillVerdict, attained: Int?, required: Int?, claimed: Int?, grade: EvidenceGrade?
  ) {
    edge =
      switch grade {
      case .tested, .certified: "tested"
      case .observedTrainer, .observedManager: "observed"
      case .selfRated: "self"
      case nil: "none"
      }
    let level = attained.map(String.init) ?? ""
    switch verdict {
    case .met: (fill, digits, wordKey) = ("met", level, "verdict.met")
    case .below:
      let gap = (required ?? 0) - (attained ?? 0)
      fill = gap > 1 ? "two" : "one"
      digits = "\(attained ?? 0)/\(required ?? 0)"
      wordKey = gap > 1 ? "verdict.two_below" : "verdict.one_below"
    case .claimedOnly:
      (fill, digits, wordKey) = (
        "claimed", claimed.map(String.init) ?? level, "verdict.claimed_only"
      )
    case .stale: (fill, digits, wordKey) = ("stale", level, "verdict.stale")
    case .expired: (fill, digits, wordKey) = ("expired", level, "verdict.expired")
    case .notAssessed: (fill, digits, wordKey) = ("none", "?", "verdict.not_assessed")
    case .notRequired: (fill, digits, wordKey) = ("off", level, "verdict.not_required")
    case .exempt: (fill, digits, wordKey) = ("exempt", "M", "verdict.exempt")
    }
  }

  init(_ cell: SkillCell) {
    self.init(
      cell.verdict, attained: cell.attainedLevel, required: cell.requiredLevel,
      claimed: cell.claimedLevel, grade: cell.grade)
  }

  init(_ cell: EmployeeSkillCell) {
    self.init(
      cell.verdict, attained: cell.attainedLevel, required: cell.requiredLevel,
      claimed: cell.claimedLevel, grade: cell.grade)
  }

  /// As the chip of a verdict reads it.
  func content(_ words: Words, isExpiring: Bool, isInTraining: Bool) -> PageContent {
    // The chip draws the sign of a cell without a level itself.
    let level = fill == "none" || fill == "exempt" ? "" : digits
    var content: PageContent = [
      "verdict": fill, "digits": level, "verdictLabel": words[wordKey], "evidence": edge,
    ]
    if isExpiring { content["expiring"] = true }
    if isInTraining { content["inTraining"] = true }
    return content
  }
}

extension EvidenceGrade {
  var wordKey: String { "evidence.\(rawValue)" }
}
