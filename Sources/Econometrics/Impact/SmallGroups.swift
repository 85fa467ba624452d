/// Groups of firms of which nothing may be said alone, and which sums over groups may be said of them.
///
/// A figure about the firms of a small group must not follow from others by subtraction. So a hidden
/// group is never alone, and those hidden are together at least `limit` firms in each arm that they have.
package struct SmallGroups<Group: Hashable & Comparable & Sendable>: Sendable {
  package let hidden: Set<Group>
  private let limit: Int
  private let sizes: [Group: [Int]]

  /// - Parameter sizes: firms of each group in each arm; an arm of none is no small one.
  package init(_ sizes: [Group: [Int]], below limit: Int) {
    self.limit = limit
    self.sizes = sizes
    var hidden = Set(
      sizes.filter { $0.value.contains { (1..<limit).contains($0) } }.map(\.key))
    var rest = sizes.filter { !hidden.contains($0.key) }
      .sorted { ($0.value.reduce(0, +), $0.key) < ($1.value.reduce(0, +), $1.key) }[...]
    while !hidden.isEmpty, !Self.isEnough(hidden, sizes, limit), let next = rest.popFirst() {
      hidden.insert(next.key)
    }
    self.hidden = hidden
  }

  /// Whether a figure that these groups make up may be shown.
  package func mayShow(_ groups: some Sequence<Group>) -> Bool {
    let covered = hidden.intersection(groups)
    return covered.isEmpty || Self.isEnough(covered, sizes, limit)
  }

  private static func isEnough(
    _ groups: Set<Group>, _ sizes: [Group: [Int]], _ limit: Int
  ) -> Bool {
    guard groups.count > 1 else { return false }
    let arms = groups.compactMap { sizes[$0] }
    let count = arms.map(\.count).max() ?? 0
    return (0..<count).allSatisfy { arm in
      let firms = arms.reduce(0) { $0 + ($1.indices.contains(arm) ? $1[arm] : 0) }
      return firms == 0 || firms >= limit
    }
  }
}
