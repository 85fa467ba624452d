/// What a firm must have done, and how much of it, to count as treated from then on.
package struct TreatmentRule: Codable, Equatable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    /// Somebody has completed a course, any or the one named.
    case completion
    /// A share of staff is at the level of the province's target.
    case levelShare = "level_share"
    /// Attended hours per employee, summed since the first period known.
    case hours
    /// A business process is in digital use.
    case process
    /// Support paid, in đồng, summed; without a threshold any support, also of an unknown amount.
    case support
  }

  package let kind: Kind
  /// For `completion` and `hours`: of this course alone.
  package let courseId: ID<Course>?
  /// For `process`: `mgt`, `sal`, `crm` or `prd`.
  package let processCode: String?
  /// From this much on: a share for `level_share`, hours, or đồng; nil for any at all.
  package let threshold: Double?

  package init(
    kind: Kind, courseId: ID<Course>?, processCode: String?, threshold: Double?
  ) {
    self.kind = kind
    self.courseId = courseId
    self.processCode = processCode
    self.threshold = threshold
  }

  static let processes: Set<String> = ["mgt", "sal", "crm", "prd"]

  func check(_ problems: inout Problems, _ field: String) {
    switch kind {
    case .process:
      if !Self.processes.contains(processCode ?? "") {
        problems.add("\(field).processCode", "study.unknown_process")
      }
    case .levelShare:
      guard let threshold, threshold > 0, threshold <= 1 else {
        problems.add("\(field).threshold", "field.out_of_range", ["lowest": "0", "highest": "1"])
        return
      }
    case .hours:
      if threshold == nil { problems.add("\(field).threshold", "field.required") }
    case .completion, .support: break
    }
    if let threshold, threshold <= 0 {
      problems.add("\(field).threshold", "study.worthwhile_is_positive")
    }
    if courseId != nil, kind != .completion, kind != .hours {
      problems.add("\(field).courseId", "study.course_does_not_apply")
    }
  }

  /// What the panel's statement computes for each firm and period.
  var signal: String {
    switch kind {
    case .completion: courseId == nil ? "completions" : "course_completions"
    case .hours: courseId == nil ? "hours" : "course_hours"
    case .levelShare: "level_share"
    case .process: processCode ?? ""
    // Without an amount to reach, a grant whose amount nobody recorded counts as well.
    case .support: threshold == nil ? "any_support" : "support"
    }
  }

  /// Whether the signal is a flow that has to be summed.
  var isSummed: Bool {
    switch kind {
    case .completion, .hours, .support: true
    case .levelShare, .process: false
    }
  }

  /// Whether so much counts as treated.
  func isReached(_ amount: Double) -> Bool {
    threshold.map { amount >= $0 } ?? (amount > 0)
  }
}
