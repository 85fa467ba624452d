import Foundation

/// The dummies of all sets of effects but the largest, after the largest has been swept out:
/// A = Z'Z − Σ_i d_i d_i'/n_i, with d_i the counts of each level among the rows of group i.
struct EffectSystem: Sendable {
  private let others: [Grouping]
  private let offsets: [Int]
  private let factor: OrderedCholesky

  var rank: Int { factor.rank }

  init(main: GroupMeans, others: [Grouping]) {
    self.others = others
    var offsets = [0]
    for set in others { offsets.append((offsets.last ?? 0) + set.count) }
    self.offsets = offsets
    let size = offsets[others.count]
    var matrix = Matrix(rows: size, columns: size)
    let rowsByGroup = RowsByGroup(main.grouping)
    var levels: [Int] = []
    for group in 0..<main.grouping.count {
      levels.removeAll(keepingCapacity: true)
      for row in rowsByGroup.rows(of: group) {
        let first = levels.count
        for (set, grouping) in others.enumerated() {
          levels.append(offsets[set] + Int(grouping.codes[row]))
        }
        for a in levels[first...] {
          for b in levels[first...] { matrix.values[b * size + a] += 1 }
        }
      }
      let weight = main.weights[group]
      matrix.values.withUnsafeMutableBufferPointer { values in
        guard let v = values.baseAddress else { return }
        for a in levels {
          for b in levels { v[b * size + a] -= weight }
        }
      }
    }
    var counts = [Double](repeating: 0, count: size)
    for (set, grouping) in others.enumerated() {
      for (level, rows) in grouping.sizes.enumerated() {
        counts[offsets[set] + level] = Double(rows)
      }
    }
    // A level that the earlier effects explain leaves nothing but rounding of its own row count.
    factor = OrderedCholesky(matrix, floors: counts.map { $0 * 1e-11 })
  }

  /// `column` must already be without the means of `main`.
  func sweep(_ column: inout [Double], main: GroupMeans) {
    let right = others.flatMap { GroupMeans($0).sums(column) }
    let solved = factor.solve(factor.kept.map { right[$0] })
    var effects = [Double](repeating: 0, count: right.count)
    for (position, level) in factor.kept.enumerated() { effects[level] = solved[position] }
    for (set, grouping) in others.enumerated() {
      GroupMeans.subtract(
        Array(effects[offsets[set]..<offsets[set + 1]]), by: grouping, from: &column)
    }
    main.sweep(&column)
  }
}

extension GroupMeans {
  static func subtract(_ values: [Double], by grouping: Grouping, from column: inout [Double]) {
    GroupMeans(grouping: grouping, weights: []).subtract(values, from: &column)
  }

  private init(grouping: Grouping, weights: [Double]) {
    self.grouping = grouping
    self.weights = weights
  }
}

/// Row numbers in the order of their groups.
package struct RowsByGroup: Sendable {
  private let order: [Int32]
  private let starts: [Int]

  package init(_ grouping: Grouping) {
    var starts = [Int](repeating: 0, count: grouping.count + 1)
    for code in grouping.codes { starts[Int(code) + 1] += 1 }
    for group in 0..<grouping.count { starts[group + 1] += starts[group] }
    var next = starts
    var order = [Int32](repeating: 0, count: grouping.codes.count)
    for (row, code) in grouping.codes.enumerated() {
      order[next[Int(code)]] = Int32(row)
      next[Int(code)] += 1
    }
    self.order = order
    self.starts = starts
  }

  package func rows(of group: Int) -> [Int] {
    order[starts[group]..<starts[group + 1]].map(Int.init)
  }
}

/// Conjugate gradients on A δ = Z'z, with A applied row by row and never formed.
struct EffectIteration {
  let main: GroupMeans
  let others: [Grouping]

  private static let limit = 5000

  func sweep(_ column: inout [Double]) throws(StudyRefusal) {
    let start = dot(column, column).squareRoot()
    guard start > 0 else { return }
    var residual = adjoint(column)
    // Scaling by row counts makes large and small levels settle alike.
    let scale = others.flatMap { set in set.sizes.map { 1 / Double(max(1, $0)) } }
    var preconditioned = zip(residual, scale).map { $0 * $1 }
    var direction = preconditioned
    var energy = dot(residual, preconditioned)
    let goal = energy * 1e-26
    for _ in 0..<Self.limit {
      guard energy > goal, energy > 0 else { return }
      let image = projected(direction)
      let curvature = dot(image, image)
      guard curvature > 0 else { return }
      let step = energy / curvature
      for row in column.indices { column[row] -= step * image[row] }
      residual = adjoint(column)
      preconditioned = zip(residual, scale).map { $0 * $1 }
      let next = dot(residual, preconditioned)
      for level in direction.indices {
        direction[level] = preconditioned[level] + next / energy * direction[level]
      }
      energy = next
    }
    throw .notConverged("the fixed effects did not settle in \(Self.limit) steps")
  }

  private func adjoint(_ column: [Double]) -> [Double] {
    others.flatMap { GroupMeans($0).sums(column) }
  }

  /// The effects as a column, without the means of the main set.
  private func projected(_ effects: [Double]) -> [Double] {
    var column = [Double](repeating: 0, count: main.grouping.codes.count)
    var offset = 0
    for grouping in others {
      let part = effects[offset..<offset + grouping.count].map { -$0 }
      GroupMeans.subtract(Array(part), by: grouping, from: &column)
      offset += grouping.count
    }
    main.sweep(&column)
    return column
  }
}
