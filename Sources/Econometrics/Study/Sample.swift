import Foundation

/// The rows that a study uses, in an order that does not depend on the order of the file.
struct Sample {
  let specification: StudySpecification
  let table: Table
  /// Rows of the table, sorted; nil when they are all rows in the order of the table.
  let order: [Int]?
  let rows: Int
  let excluded: Int
  /// (unit, time) of the rows that a logarithm left out, where both columns are named.
  let excludedKeys: [[Label]]
  /// The columns of groups that the study names.
  private let groups: [String: LabelledGroups]
  let time: [Int]?

  /// The firms, where the study names their column.
  var unit: Grouping? { specification.unit.flatMap { groups[$0]?.grouping } }
  /// Labels of the units, by code.
  var unitLabels: [Label] { specification.unit.flatMap { groups[$0]?.labels } ?? [] }

  init(_ table: Table, _ specification: StudySpecification) throws(StudyRefusal) {
    for column in specification.columns.sorted() { _ = try table.column(column) }
    var mask = [Bool](repeating: true, count: table.rows)
    if let subset = specification.subset { mask = try subset.mask(table) }
    let excludedRows = try Self.excludeOutside(&mask, table, specification)
    if let cohort = specification.cohort {
      try Self.refuseMissingAdoption(mask, table, cohort, unit: specification.unit)
    }
    try Self.excludeMissing(&mask, table, specification)
    let kept = mask.indices.filter { mask[$0] }
    guard !kept.isEmpty else {
      throw .noRows("the subset and the missing values leave nothing")
    }
    let sorted = try SampleOrder(table, specification, kept: kept)
    self.specification = specification
    self.table = table
    order = sorted.rows
    rows = sorted.count
    excluded = excludedRows.count
    excludedKeys = try Self.keys(excludedRows, table, specification).sorted {
      $0.lexicographicallyPrecedes($1)
    }
    groups = sorted.groups
    time = sorted.time
  }

  /// Values of a numeric column, in the order of the sample.
  func numbers(_ column: String) throws(StudyRefusal) -> [Double] {
    let values = try table.numbers(column)
    guard let order else { return values }
    return order.map { values[$0] }
  }

  func values(_ expression: Expression) throws(StudyRefusal) -> [Double] {
    guard let column = expression.column else { return [Double](repeating: 1, count: rows) }
    let values = try numbers(column)
    return expression.isTransform ? values.map(expression.apply) : values
  }

  /// The terms that the expressions stand for, dummies spelled out.
  func terms(
    _ expressions: [Expression]
  ) throws(StudyRefusal) -> (names: [String], columns: [[Double]]) {
    var names: [String] = []
    var columns: [[Double]] = []
    for expression in expressions {
      guard case .dummies(let column, let reference) = expression else {
        names.append(expression.name)
        columns.append(try values(expression))
        continue
      }
      let groups = try labelled(column)
      for (level, label) in groups.labels.enumerated() where label != reference {
        names.append("\(column)=\(label.description)")
        columns.append(groups.grouping.codes.map { $0 == Int32(level) ? 1 : 0 })
      }
    }
    return (names, columns)
  }

  /// The column's groups, in the order of the sample.
  func grouping(_ column: String) throws(StudyRefusal) -> Grouping {
    try labelled(column).grouping
  }

  private func labelled(_ column: String) throws(StudyRefusal) -> LabelledGroups {
    if let known = groups[column] { return known }
    return try table.groups(column, rows: order)
  }

  /// A set of effects: a column, or the observed combinations of several.
  func effects(_ set: [String]) throws(StudyRefusal) -> Grouping {
    var grouping = try grouping(set[0])
    for column in set.dropFirst() {
      grouping = Grouping(pairing: grouping, with: try self.grouping(column), name: "")
    }
    return Grouping(
      name: StudySpecification.name(ofEffects: set), codes: grouping.codes, count: grouping.count)
  }

  private static func excludeOutside(
    _ mask: inout [Bool], _ table: Table, _ specification: StudySpecification
  ) throws(StudyRefusal) -> [Int] {
    let transforms =
      ([specification.outcome] + specification.regressors + specification.covariates
      + specification.controls).filter(\.isTransform)
    var outside = Set<Int>()
    for transform in transforms {
      guard let column = transform.column else { continue }
      let values = try table.numbers(column)
      for row in mask.indices where mask[row] && transform.isOutside(values[row]) {
        outside.insert(row)
      }
    }
    for row in outside { mask[row] = false }
    return outside.sorted()
  }

  private static func excludeMissing(
    _ mask: inout [Bool], _ table: Table, _ specification: StudySpecification
  ) throws(StudyRefusal) {
    for column in specification.columns.sorted() {
      switch try table.column(column) {
      case .numbers(let values):
        values.withUnsafeBufferPointer { values in
          for row in 0..<values.count where values[row].isNaN { mask[row] = false }
        }
      case .text(let values):
        for row in mask.indices where values[row].isEmpty { mask[row] = false }
      }
    }
  }

  private static func refuseMissingAdoption(
    _ mask: [Bool], _ table: Table, _ cohort: String, unit: String?
  ) throws(StudyRefusal) {
    let values = try table.numbers(cohort)
    let missing = mask.indices.filter { mask[$0] && values[$0].isNaN }
    guard !missing.isEmpty else { return }
    guard let unit else { throw .missingAdoptionDate(units: []) }
    let labels = try table.labels(unit, rows: missing)
    throw .missingAdoptionDate(units: Set(labels).sorted())
  }

  private static func keys(
    _ rows: [Int], _ table: Table, _ specification: StudySpecification
  ) throws(StudyRefusal) -> [[Label]] {
    guard !rows.isEmpty, let unit = specification.unit, let time = specification.time else {
      return []
    }
    let units = try table.labels(unit, rows: rows)
    let times = try table.labels(time, rows: rows)
    return zip(units, times).map { [$0, $1] }
  }
}

extension [Label] {
  func lexicographicallyPrecedes(_ other: [Label]) -> Bool {
    lexicographicallyPrecedes(other, by: <)
  }
}
