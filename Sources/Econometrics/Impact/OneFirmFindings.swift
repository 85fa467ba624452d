import Foundation

/// Whether a conclusion hangs on one firm. The range of estimates is not kept: its ends would tell what
/// single firms did.
package struct OneFirmFindings: Codable, Equatable, Sendable {
  /// Firms that were left out in turn: those that pull most, either way.
  package let tried: Int
  /// The verdict and the sign of an effect are the same without any of them.
  package let holds: Bool
}

extension ImpactAnalysis {
  /// Firms left out of each arm at each end.
  private static let triedAtEachEnd = (treated: 4, others: 2)

  /// Leaves out in turn the firms whose change from before to after differs most from the others'.
  /// Nil when so few firms are left that nothing would follow.
  func oneFirm() throws(StudyRefusal) -> OneFirmFindings? {
    let whole = try Study.run(design.adoption(.groupTime, subset: nil), on: table)
    let firms = try pullingFirms()
    guard whole.status.allowsVerdict, !firms.isEmpty else { return nil }
    let size = try table.numbers(ImpactColumn.firm)
    let sign = whole.headlineEstimate(design.rules)?.estimate.sign
    var holds = true
    for firm in firms {
      let rest = try table.selecting(size.indices.filter { size[$0] != firm })
      let other = try Study.run(design.adoption(.groupTime, subset: nil), on: rest)
      let isTurned =
        other.verdict == .effect && other.headlineEstimate(design.rules)?.estimate.sign != sign
      // A count that falls below a limit of the status is no conclusion that turned.
      if other.verdict != whole.verdict || isTurned { holds = false }
    }
    return OneFirmFindings(tried: firms.count, holds: holds)
  }

  /// By the change of a firm against the mean of its periods: after adoption against before, or the
  /// later half against the earlier for firms that never adopt.
  private func pullingFirms() throws(StudyRefusal) -> [Double] {
    let firm = try table.numbers(ImpactColumn.firm)
    let period = try table.numbers(ImpactColumn.period)
    let cohort = try table.numbers(ImpactColumn.cohort)
    let outcome = try table.numbers(ImpactColumn.outcome)
    let values = design.isLogarithm ? outcome.map(log) : outcome
    guard let first = period.min(), let last = period.max() else { return [] }
    let means = Means(keys: period, values: values)
    var changes: [Double: Change] = [:]
    for row in firm.indices where cohort[row] != first && values[row].isFinite {
      let start = cohort[row] > 0 ? cohort[row] : (first + last + 1) / 2
      changes[firm[row], default: Change(isTreated: cohort[row] > 0)]
        .add(values[row] - means[period[row]], isAfter: period[row] >= start)
    }
    let arms = [true, false].map { isTreated in
      changes.filter { $0.value.isTreated == isTreated && $0.value.size.isFinite }
        .sorted { ($0.value.size, $0.key) < ($1.value.size, $1.key) }.map(\.key)
    }
    let (treated, others) = Self.triedAtEachEnd
    return zip(arms, [treated, others]).flatMap { arm, count in
      Set(arm.prefix(count) + arm.suffix(count)).sorted()
    }
  }
}

/// Means of values by key, in the order of the rows.
private struct Means {
  private var sums: [Double: (sum: Double, count: Double)] = [:]

  init(keys: [Double], values: [Double]) {
    for (key, value) in zip(keys, values) where value.isFinite {
      let old = sums[key] ?? (0, 0)
      sums[key] = (old.sum + value, old.count + 1)
    }
  }

  subscript(key: Double) -> Double {
    sums[key].map { $0.sum / $0.count } ?? .nan
  }
}

/// What a firm's outcome did from before to after.
private struct Change {
  let isTreated: Bool
  private var before = (sum: 0.0, count: 0.0)
  private var after = (sum: 0.0, count: 0.0)

  init(isTreated: Bool) {
    self.isTreated = isTreated
  }

  mutating func add(_ value: Double, isAfter: Bool) {
    if isAfter {
      after = (after.sum + value, after.count + 1)
    } else {
      before = (before.sum + value, before.count + 1)
    }
  }

  /// NaN when one side is empty.
  var size: Double { after.sum / after.count - before.sum / before.count }
}
