import Foundation

/// The kept rows in canonical order: by unit and period where they are named, otherwise by the
/// groups and then by every number of the study, so that only equal rows can change places.
struct SampleOrder {
  /// Rows of the table; nil when they are all rows in the order of the table.
  let rows: [Int]?
  let count: Int
  /// Every column of groups that the study names, in the new order.
  let groups: [String: LabelledGroups]
  let time: [Int]?

  /// Throws `duplicateKey` when a unit has two rows for a period.
  init(
    _ table: Table, _ specification: StudySpecification, kept: [Int]
  ) throws(StudyRefusal) {
    let used = kept.count == table.rows ? nil : kept
    var groups: [String: LabelledGroups] = [:]
    for column in Self.groupColumns(specification) {
      groups[column] = try table.groups(column, rows: used)
    }
    var times: [Int]?
    if let time = specification.time { times = try Self.periods(table, time, rows: used) }
    var keys: [Key] = []
    if let unit = specification.unit, let codes = groups[unit]?.grouping.codes {
      keys.append(.groups(codes))
    }
    if let times { keys.append(.periods(times)) }
    if keys.count < 2 {
      for column in Self.groupColumns(specification) where column != specification.unit {
        if let codes = groups[column]?.grouping.codes { keys.append(.groups(codes)) }
      }
      for column in specification.columns.sorted() where groups[column] == nil {
        guard try table.isNumeric(column) else { continue }
        let values = try table.numbers(column)
        keys.append(.numbers(used.map { rows in rows.map { values[$0] } } ?? values))
      }
    }
    let permutation = Self.permutation(keys, count: kept.count)
    count = kept.count
    if let permutation {
      rows = permutation.map { kept[$0] }
      self.groups = groups.mapValues { $0.selecting(permutation) }
      time = times.map { times in permutation.map { times[$0] } }
    } else {
      rows = used
      self.groups = groups
      time = times
    }
    try refuseDuplicates(unit: specification.unit)
  }

  /// In the order in which they decide the place of a row.
  private static func groupColumns(_ specification: StudySpecification) -> [String] {
    let all =
      [specification.unit].compactMap { $0 } + specification.cluster
      + specification.effects.flatMap { $0 } + specification.strata
    var seen = Set<String>()
    return all.filter { seen.insert($0).inserted }
  }

  private static func periods(
    _ table: Table, _ column: String, rows: [Int]?
  ) throws(StudyRefusal) -> [Int] {
    let values = try table.numbers(column)
    var periods: [Int] = []
    periods.reserveCapacity(rows?.count ?? values.count)
    for index in 0..<(rows?.count ?? values.count) {
      let value = values[rows?[index] ?? index]
      guard let period = Int(exactly: value), abs(period) < 1_000_000_000 else {
        throw .invalidField("time", "\(column) must hold whole numbers, not \(value)")
      }
      periods.append(period)
    }
    return periods
  }

  private func refuseDuplicates(unit: String?) throws(StudyRefusal) {
    guard let unit, let groups = groups[unit], let time else { return }
    let codes = groups.grouping.codes
    var keys: [[Label]] = []
    for row in 1..<max(1, count) where codes[row] == codes[row - 1] && time[row] == time[row - 1] {
      let key = [groups.labels[Int(codes[row])], .number(Double(time[row]))]
      if keys.last != key { keys.append(key) }
    }
    if !keys.isEmpty { throw .duplicateKey(keys: keys) }
  }

  private enum Key {
    case groups([Int32])
    case periods([Int])
    case numbers([Double])

    /// −1, 0 or 1 as row `a` comes before, with or after row `b`.
    func order(_ a: Int, _ b: Int) -> Int {
      switch self {
      case .groups(let codes): codes[a] < codes[b] ? -1 : codes[a] > codes[b] ? 1 : 0
      case .periods(let dates): dates[a] < dates[b] ? -1 : dates[a] > dates[b] ? 1 : 0
      case .numbers(let values): values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0
      }
    }
  }

  /// Nil when the rows are in order already.
  private static func permutation(_ keys: [Key], count: Int) -> [Int]? {
    func order(_ a: Int, _ b: Int) -> Int {
      for key in keys {
        let order = key.order(a, b)
        if order != 0 { return order }
      }
      return 0
    }
    guard (1..<max(1, count)).contains(where: { order($0, $0 - 1) < 0 }) else { return nil }
    return (0..<count).sorted { order($0, $1) < 0 }
  }
}
