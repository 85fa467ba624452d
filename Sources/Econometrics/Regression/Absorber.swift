import Foundation

/// Takes fixed effects out of columns: the residual of a regression on one dummy per level.
///
/// The set with the most levels is swept out by its means. What the others add is solved exactly
/// through the matrix of their dummies after that sweep, up to `directLevels` of them, and by
/// conjugate gradients on the same matrix beyond, which are alternating projections accelerated.
package struct Absorber: Sendable {
  package let sets: [Grouping]
  /// Number of independent effects.
  package let rank: Int
  private let rows: Int
  private let method: Method

  private enum Method: Sendable {
    case none
    case means(GroupMeans)
    case balanced(GroupMeans, GroupMeans)
    case direct(GroupMeans, EffectSystem)
    case iterative(GroupMeans, [Grouping])
  }

  /// Solving for this many effects at once takes a fraction of a second.
  package static let directLevels = 1000

  package init(sets: [Grouping], rows: Int) {
    self.init(sets: sets, rows: rows, directLevels: Self.directLevels)
  }

  package init(sets: [Grouping], rows: Int, directLevels: Int) {
    self.sets = sets
    self.rows = rows
    let order = sets.indices.sorted { (sets[$0].count, $1) > (sets[$1].count, $0) }
    guard let largest = order.first else {
      method = .none
      rank = 0
      return
    }
    let main = GroupMeans(sets[largest])
    let others = order.dropFirst().sorted().map { sets[$0] }
    let levels = others.reduce(0) { $0 + $1.count }
    if others.isEmpty {
      method = .means(main)
      rank = sets[largest].count
    } else if others.count == 1, Self.isBalanced(sets[largest], others[0], rows: rows) {
      method = .balanced(main, GroupMeans(others[0]))
      rank = sets[largest].count + others[0].count - 1
    } else if levels <= directLevels {
      let system = EffectSystem(main: main, others: others)
      method = .direct(main, system)
      rank = sets[largest].count + system.rank
    } else {
      method = .iterative(main, others)
      let joined = others.count == 1 ? connectedComponents(sets[largest], others[0]) : 1
      rank = sets[largest].count + levels - (others.count - 1) - joined
    }
  }

  /// The column without the effects. Throws `notConverged` when an iteration runs out of steps.
  package func absorb(_ column: inout [Double]) throws(StudyRefusal) {
    switch method {
    case .none:
      break
    case .means(let main):
      main.sweep(&column)
    case .balanced(let main, let other):
      main.sweep(&column)
      other.sweep(&column)
    case .direct(let main, let system):
      main.sweep(&column)
      system.sweep(&column, main: main)
    case .iterative(let main, let others):
      main.sweep(&column)
      try EffectIteration(main: main, others: others).sweep(&column)
    }
  }

  package func absorbed(_ column: [Double]) throws(StudyRefusal) -> [Double] {
    var copy = column
    try absorb(&copy)
    return copy
  }

  /// Every level of one set meets every level of the other exactly once.
  private static func isBalanced(_ a: Grouping, _ b: Grouping, rows: Int) -> Bool {
    guard a.count * b.count == rows else { return false }
    var seen = [Bool](repeating: false, count: rows)
    for row in 0..<rows {
      let cell = Int(a.codes[row]) * b.count + Int(b.codes[row])
      if seen[cell] { return false }
      seen[cell] = true
    }
    return true
  }
}

/// Means by group, and columns without them.
struct GroupMeans: Sendable {
  let grouping: Grouping
  let weights: [Double]

  init(_ grouping: Grouping) {
    self.grouping = grouping
    weights = grouping.sizes.map { 1 / Double(max(1, $0)) }
  }

  func sums(_ column: [Double]) -> [Double] {
    var sums = [Double](repeating: 0, count: grouping.count)
    sums.withUnsafeMutableBufferPointer { sums in
      column.withUnsafeBufferPointer { column in
        grouping.codes.withUnsafeBufferPointer { codes in
          guard let s = sums.baseAddress, let c = column.baseAddress, let g = codes.baseAddress
          else { return }
          for row in 0..<column.count { s[Int(g[row])] += c[row] }
        }
      }
    }
    return sums
  }

  func means(_ column: [Double]) -> [Double] {
    var means = sums(column)
    for group in means.indices { means[group] *= weights[group] }
    return means
  }

  func sweep(_ column: inout [Double]) {
    subtract(means(column), from: &column)
  }

  func subtract(_ values: [Double], from column: inout [Double]) {
    column.withUnsafeMutableBufferPointer { column in
      values.withUnsafeBufferPointer { values in
        grouping.codes.withUnsafeBufferPointer { codes in
          guard let c = column.baseAddress, let v = values.baseAddress, let g = codes.baseAddress
          else { return }
          for row in 0..<column.count { c[row] -= v[Int(g[row])] }
        }
      }
    }
  }
}

/// Number of separate pieces of the graph whose edges are rows and whose nodes are levels.
func connectedComponents(_ a: Grouping, _ b: Grouping) -> Int {
  Set(componentLabels(a, b).first).count
}

/// For every level of `a` and of `b` the piece of the graph that it belongs to.
func componentLabels(_ a: Grouping, _ b: Grouping) -> (first: [Int], second: [Int]) {
  var parent = Array(0..<a.count + b.count)
  func root(_ node: Int) -> Int {
    var node = node
    while parent[node] != node {
      parent[node] = parent[parent[node]]
      node = parent[node]
    }
    return node
  }
  for row in a.codes.indices {
    let left = root(Int(a.codes[row]))
    let right = root(a.count + Int(b.codes[row]))
    if left != right { parent[max(left, right)] = min(left, right) }
  }
  return ((0..<a.count).map(root), (0..<b.count).map { root(a.count + $0) })
}
