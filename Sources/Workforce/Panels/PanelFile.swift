import Econometrics
import Foundation

/// A public panel, read and checked as a whole before anything is written.
struct PanelFile {
  struct Row {
    let period: Period
    /// By the place of the value in the mapping; nil where the panel has none.
    let values: [Double?]
    /// Whether there was a grant, by its place in the mapping.
    let grants: [Bool]
  }

  static let mostRows = 100_000

  /// Rows of each firm by the name that the panel has for it, in order.
  let firms: [(unit: String, rows: [Row])]

  /// Throws `invalidInput` with the line and the column.
  init(_ csv: String, _ mapping: PanelMapping) throws(AppError) {
    let columns = try Self.columns(csv, mapping)
    firms = try Self.firms(columns)
  }

  /// The first and the last of all periods; nil for a file without rows.
  var periods: (first: Period, last: Period)? {
    let all = firms.flatMap { $0.rows.map(\.period) }
    guard let first = all.min(by: { $0.startsOn < $1.startsOn }),
      let last = all.max(by: { $0.startsOn < $1.startsOn })
    else { return nil }
    return (first, last)
  }

  /// How many problems of a file are told at once.
  private static let mostProblems = 50

  private struct Columns {
    let units: [String]
    let periods: [String]
    let values: [[Double]]
    let grants: [[Double]]
    /// Columns that could not be read, which are then empty.
    let problems: [FieldError]
  }

  private static func columns(
    _ csv: String, _ mapping: PanelMapping
  ) throws(AppError) -> Columns {
    let table: Econometrics.Table
    do throws(StudyRefusal) {
      table = try Econometrics.Table(csv: Data(csv.utf8), wanted: mapping.columns)
      guard table.rows <= mostRows else { throw .noRows("there are too many rows") }
    } catch {
      throw .invalid([problem(error)])
    }
    // What is wrong in one column hides nothing of the others.
    var problems: [FieldError] = []
    func read<Values>(
      _ fallback: Values, _ column: () throws(StudyRefusal) -> Values
    ) -> Values {
      do throws(StudyRefusal) {
        return try column()
      } catch {
        problems.append(problem(error))
        return fallback
      }
    }
    let units = read([]) { () throws(StudyRefusal) in labels(try table.column(mapping.unit)) }
    let periods = read([]) { () throws(StudyRefusal) in labels(try table.column(mapping.period)) }
    let values = mapping.values.map { value in
      read([]) { () throws(StudyRefusal) in try table.numbers(value.column) }
    }
    let grants = mapping.grants.map { grant in
      read([]) { () throws(StudyRefusal) in try table.numbers(grant.column) }
    }
    return Columns(
      units: units, periods: periods, values: values, grants: grants, problems: problems)
  }

  private static func firms(
    _ columns: Columns
  ) throws(AppError) -> [(unit: String, rows: [Row])] {
    var problems = Problems()
    for problem in columns.problems {
      problems.add(problem.field, problem.rule, problem.parameters)
    }
    let periods = checkedPeriods(columns, &problems)
    try problems.throwIfAny()
    var byUnit: [String: [Row]] = [:]
    for (row, period) in periods.enumerated() {
      byUnit[columns.units[row], default: []].append(
        Row(
          period: period, values: columns.values.map { $0[row].isFinite ? $0[row] : nil },
          grants: columns.grants.map { $0[row] > 0 }))
    }
    return byUnit.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The period of each line, with what is wrong in lines; those are left out.
  private static func checkedPeriods(_ columns: Columns, _ problems: inout Problems) -> [Period] {
    var periods: [Period] = []
    var seen = Set<[String]>()
    var granted = Set<Granted>()
    for (row, pair) in zip(columns.units, columns.periods).enumerated()
    where problems.fieldErrors.count < mostProblems {
      let line = ["line": "\(row + 2)"]
      guard !pair.0.isEmpty else {
        problems.add("csv", "panel.no_unit", line)
        continue
      }
      guard let period = Period(pair.1) else {
        problems.add("csv", "panel.no_period", line)
        continue
      }
      guard seen.insert([pair.0, "\(period)"]).inserted else {
        problems.add("csv", "panel.period_twice", line)
        continue
      }
      // A firm has the same content for the same object once a year: a second one would be lost.
      let grants = columns.grants.indices.filter { index in
        columns.grants[index].indices.contains(row) && columns.grants[index][row] > 0
      }
      for index in grants
      where !granted.insert(Granted(unit: pair.0, grant: index, year: period.year)).inserted {
        problems.add(
          "csv", "panel.grant_twice",
          line.merging(["year": "\(period.year)"], uniquingKeysWith: { first, _ in first }))
      }
      periods.append(period)
    }
    return periods
  }

  private struct Granted: Hashable {
    let unit: String
    let grant: Int
    let year: Int
  }

  private static func labels(_ column: Econometrics.Table.Column) -> [String] {
    switch column {
    case .numbers(let values): values.map { $0.isNaN ? "" : Label.number($0).description }
    case .text(let values): values
    }
  }

  /// A value of the file is never repeated.
  private static func problem(_ refusal: StudyRefusal) -> FieldError {
    switch refusal {
    case .unknownColumn(let column, _):
      FieldError(field: "mapping", rule: "panel.unknown_column", parameters: ["column": column])
    case .textInNumber(let column, let line, _):
      FieldError(
        field: "csv", rule: "panel.text_in_number",
        parameters: ["line": "\(line)", "column": column])
    case .malformedData(let line, _):
      FieldError(field: "csv", rule: "panel.malformed_line", parameters: ["line": "\(line)"])
    case .noRows:
      FieldError(field: "csv", rule: "panel.too_many_rows", parameters: ["most": "\(mostRows)"])
    case .duplicateKey, .treatmentSwitchesOff, .missingAdoptionDate, .adoptionDateVaries,
      .noNeverTreated, .unknownField, .malformedSpecification, .missingField, .invalidField,
      .notConverged:
      FieldError(field: "csv", rule: "field.malformed", parameters: [:])
    }
  }
}
