extension ImpactAnalysis {
  static let since = "since"

  /// Periods since adoption that a term of these effects is of; nil for any other term.
  package static func lag(of term: String) -> Int? {
    let parts = term.split(separator: "=")
    return parts.count == 2 && parts[0] == since ? Int(parts[1]) : nil
  }

  /// Conventional two-way effects in the period of adoption and in each after it, everything before
  /// being one: what a textbook prints for grants and their lag. Nil without a term that is left.
  /// Firms treated from the first period are left out, as everywhere.
  func lags() throws(StudyRefusal) -> StudyResult? {
    let cohort = try table.numbers(ImpactColumn.cohort)
    let period = try table.numbers(ImpactColumn.period)
    let first = period.min() ?? 0
    let kept = cohort.indices.filter { cohort[$0] == 0 || cohort[$0] > first }
    guard kept.contains(where: { cohort[$0] > 0 && period[$0] >= cohort[$0] }) else { return nil }
    let since = kept.map { row in
      cohort[row] > 0 && period[row] >= cohort[row] ? period[row] - cohort[row] : -1
    }
    let panel = try table.selecting(kept).with(Self.since, since)
    return try Study.run(
      design.twoWay(
        ["i(\(Self.since), ref=-1)"],
        judged: "\(Self.since)=\(Label.number(since.filter { $0 >= 0 }.min() ?? 0).description)",
        combinations: [:]), on: panel)
  }
}
