/// The two-group comparisons that a static two-way fixed-effects coefficient averages.
/// Source: Goodman-Bacon (2021).
package struct BaconDecomposition: Sendable {
  package let components: [BaconNumbers.Component]
  /// Sum of the weights before they are made to add to 1; the variance of the treatment after
  /// absorption.
  package let weightSum: Double

  private struct Group {
    /// First treated period; `never` for none.
    let cohort: Int
    let label: Int
    let share: Double
    /// Share of periods under treatment.
    let exposure: Double
    let means: [Double]
  }

  /// The panel must be balanced.
  package init(_ panel: AdoptionPanel) {
    let groups = Self.groups(panel)
    let always = groups.filter { $0.exposure == 1 }
    let never = groups.filter { $0.exposure == 0 }
    let timed = groups.filter { $0.exposure > 0 && $0.exposure < 1 }
    var found: [BaconNumbers.Component] = []
    for group in timed {
      found += never.map { Self.pair(group, never: $0, panel) }
      found += always.map { Self.pair(group, always: $0, panel) }
    }
    for early in timed {
      for late in timed where late.cohort > early.cohort {
        found += Self.pair(early: early, late: late, panel)
      }
    }
    let sum = found.reduce(0) { $0 + $1.weight }
    weightSum = sum
    components = found.map { component in
      var normal = component
      normal.weight /= sum
      return normal
    }.sorted { ($0.treated, $0.untreated) < ($1.treated, $1.untreated) }
  }

  /// The coefficient that the components add up to.
  package var coefficient: Double {
    components.reduce(0) { $0 + $1.weight * $1.estimate }
  }

  /// Units untreated throughout form one group, whatever comes after the window.
  private static func groups(_ panel: AdoptionPanel) -> [Group] {
    let last = panel.periods.last ?? 0
    let first = panel.periods.first ?? 0
    var members: [Int: [Int]] = [:]
    for unit in 0..<panel.units {
      let cohort = panel.cohorts[unit]
      let key = cohort > last ? AdoptionPanel.never : max(cohort, first)
      members[key, default: []].append(unit)
    }
    return members.keys.sorted().map { cohort in
      let units = members[cohort] ?? []
      var means = [Double](repeating: 0, count: panel.span)
      for unit in units {
        for t in 0..<panel.span { means[t] += panel.outcome[unit * panel.span + t] }
      }
      let exposed = panel.periods.reduce(0) { $0 + ($1 >= cohort ? 1 : 0) }
      return Group(
        cohort: cohort, label: cohort == AdoptionPanel.never ? 0 : cohort,
        share: Double(units.count) / Double(panel.units),
        exposure: Double(exposed) / Double(panel.span),
        means: means.map { $0 / Double(units.count) })
    }
  }

  /// Change of `treated` less change of `other` across period `cut`, within a window.
  private static func contrast(
    _ treated: Group, _ other: Group, cut: Int, window: (Int) -> Bool, _ panel: AdoptionPanel
  ) -> Double {
    func mean(_ group: Group, _ isUsed: (Int) -> Bool) -> Double {
      let used = panel.periods.indices.filter {
        window(panel.periods[$0]) && isUsed(panel.periods[$0])
      }
      return used.reduce(0) { $0 + group.means[$1] } / Double(used.count)
    }
    return (mean(treated) { $0 >= cut } - mean(treated) { $0 < cut })
      - (mean(other) { $0 >= cut } - mean(other) { $0 < cut })
  }

  private static func pair(
    _ group: Group, never: Group, _ panel: AdoptionPanel
  ) -> BaconNumbers.Component {
    let both = group.share + never.share
    let n = group.share / both
    return .init(
      treated: group.label, untreated: 0, type: .treatedVsNever,
      weight: both * both * n * (1 - n) * group.exposure * (1 - group.exposure),
      estimate: contrast(group, never, cut: group.cohort, window: { _ in true }, panel))
  }

  private static func pair(
    _ late: Group, always: Group, _ panel: AdoptionPanel
  ) -> BaconNumbers.Component {
    let both = late.share + always.share
    let n = always.share / both
    return .init(
      treated: late.label, untreated: always.label, type: .laterVsAlways,
      weight: both * both * n * (1 - n) * late.exposure * (1 - late.exposure),
      estimate: contrast(late, always, cut: late.cohort, window: { _ in true }, panel))
  }

  private static func pair(
    early k: Group, late l: Group, _ panel: AdoptionPanel
  ) -> [BaconNumbers.Component] {
    let both = k.share + l.share
    let n = k.share / both
    let gap = k.exposure - l.exposure
    let before = both * (1 - l.exposure)
    let after = both * k.exposure
    let earlyWeight =
      before * before * n * (1 - n) * (gap / (1 - l.exposure))
      * ((1 - k.exposure) / (1 - l.exposure))
    let lateWeight =
      after * after * n * (1 - n) * (l.exposure / k.exposure) * (gap / k.exposure)
    return [
      .init(
        treated: k.label, untreated: l.label, type: .earlierVsLater, weight: earlyWeight,
        estimate: contrast(k, l, cut: k.cohort, window: { $0 < l.cohort }, panel)),
      .init(
        treated: l.label, untreated: k.label, type: .laterVsEarlier, weight: lateWeight,
        estimate: contrast(l, k, cut: l.cohort, window: { $0 >= k.cohort }, panel)),
    ]
  }
}
