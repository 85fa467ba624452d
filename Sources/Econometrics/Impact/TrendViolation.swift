/// How large a break in the trend after adoption, measured by the largest one seen before it, would
/// turn the conclusion.
///
/// Each period after adoption may bend the path by up to M times the largest change between two
/// neighbouring periods before it, always in the same direction: after e + 1 periods the gap is
/// M · (e + 1) · change. Source: the idea of relative magnitudes in Rambachan and Roth (2023); the
/// change is taken as it was estimated.
package struct TrendViolation: Codable, Equatable, Sendable {
  /// Largest change of the picture between neighbouring periods before adoption.
  package let largestChange: Double
  /// The M at which the interval of the picture's average reaches 0; 0 when it holds 0 already.
  package let breakdown: Double

  /// Nil without two periods before adoption or without an average.
  package init?(_ numbers: GroupTimeNumbers, _ rules: JudgementRules) {
    let dynamic = numbers.aggregations.dynamic
    guard let labels = dynamic.labels, let att = dynamic.att, let overall = dynamic.overall,
      let error = dynamic.overallError, error > 0
    else { return nil }
    let path = zip(labels, att).map { (label: $0, att: $1) }
    let before = path.filter { $0.label < 0 }
    let after = path.filter { $0.label >= 0 }
    guard before.count > 1, !after.isEmpty else { return nil }
    let changes = zip(before.dropFirst(), before).compactMap { later, earlier in
      later.label == earlier.label + 1 ? abs(later.att - earlier.att) : nil
    }
    guard let largest = changes.max(), largest > 0 else { return nil }
    let exposure = after.reduce(0) { $0 + Double($1.label + 1) } / Double(after.count)
    let clearance = abs(overall) - rules.criticalValue(degrees: nil) * error
    largestChange = largest
    breakdown = max(0, clearance) / (largest * exposure)
  }
}
