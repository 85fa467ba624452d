import Foundation

/// The kept rows in canonical order: by unit and period where they are named, otherwise by the
/// groups and then by every number of the study, so that only equal rows can change places.
struct SampleOrder {
  let rows: [Int]
  let wasSorted: Bool
  let unit: Grouping?
  let unitLabels: [Label]
  let time: [Int]?

  /// Throws `duplicateKey` when a unit has two rows for a period.
  init(
    _ table: Table, _ specification: StudySpecification, kept: [Int]
  ) throws(StudyRefusal) {
    var keys: [[Double]] = []
    var units: (grouping: Grouping, labels: [Label])?
    if let unit = specification.unit {
      units = try table.grouping(unit, rows: kept)
      keys.append(units?.grouping.codes.map(Double.init) ?? [])
    }
    var times: [Double]?
    if let time = specification.time {
      let values = try table.numbers(time)
      let used = kept.map { values[$0] }
      if let odd = used.first(where: { $0 != $0.rounded() || abs($0) > 1e9 }) {
        throw .invalidField("time", "\(time) must hold whole numbers, not \(odd)")
      }
      times = used
      keys.append(used)
    }
    if units == nil || times == nil {
      for column in specification.cluster + specification.effects.flatMap({ $0 }) {
        keys.append(try table.grouping(column, rows: kept).grouping.codes.map(Double.init))
      }
      let terms = [specification.outcome] + specification.regressors + specification.controls
      let names =
        terms.compactMap(\.column)
        + [specification.treatment, specification.mediator].compactMap { $0 }
        + [specification.endogenous].compactMap { $0 } + specification.instruments
      for name in names {
        guard try table.isNumeric(name) else { continue }
        let values = try table.numbers(name)
        keys.append(kept.map { values[$0] })
      }
    }
    let order = Self.sorted(keys, count: kept.count)
    wasSorted = order == nil
    let permutation = order ?? Array(0..<kept.count)
    rows = order.map { order in order.map { kept[$0] } } ?? kept
    unit = units.map { units in
      order == nil ? units.grouping : units.grouping.selecting(permutation)
    }
    unitLabels = units?.labels ?? []
    time = times.map { times in permutation.map { Int(times[$0]) } }
    try refuseDuplicates()
  }

  private func refuseDuplicates() throws(StudyRefusal) {
    guard let unit, let time else { return }
    var keys: [[Label]] = []
    for row in rows.indices.dropFirst()
    where unit.codes[row] == unit.codes[row - 1] && time[row] == time[row - 1] {
      let key = [unitLabels[Int(unit.codes[row])], .number(Double(time[row]))]
      if keys.last != key { keys.append(key) }
    }
    if !keys.isEmpty { throw .duplicateKey(keys: keys) }
  }

  /// Nil when the rows are in order already.
  private static func sorted(_ keys: [[Double]], count: Int) -> [Int]? {
    func precedes(_ a: Int, _ b: Int) -> Bool {
      for key in keys where key[a] != key[b] { return key[a] < key[b] }
      return false
    }
    guard (1..<max(1, count)).contains(where: { precedes($0, $0 - 1) }) else { return nil }
    return (0..<count).sorted { precedes($0, $1) }
  }
}
