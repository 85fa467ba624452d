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
    let (units, periods, values, grants) = try Self.columns(csv, mapping)
    firms = try Self.firms(units, periods, values, grants)
  }

  private typealias Columns = (
    units: [String], periods: [String], values: [[Double]], grants: [[Double]]
  )

  private static func columns(
    _ csv: String, _ mapping: PanelMapping
  ) throws(AppError) -> Columns {
    do throws(StudyRefusal) {
      let table = try Econometrics.Table(csv: Data(csv.utf8), wanted: mapping.columns)
      guard table.rows <= mostRows else { throw .noRows("there are too many rows") }
      let units = try labels(table.column(mapping.unit))
      let periods = try labels(table.column(mapping.period))
      var values: [[Double]] = []
      for value in mapping.values { values.append(try table.numbers(value.column)) }
      var grants: [[Double]] = []
      for grant in mapping.grants { grants.append(try table.numbers(grant.column)) }
      return (units, periods, values, grants)
    } catch {
      throw refused(error)
    }
  }

  private static func firms(
    _ units: [String], _ periods: [String], _ values: [[Double]], _ grants: [[Double]]
  ) throws(AppError) -> [(unit: String, rows: [Row])] {
    var byUnit: [String: [Row]] = [:]
    var seen = Set<[String]>()
    for row in units.indices {
      let line = ["line": "\(row + 2)"]
      guard !units[row].isEmpty else { throw .invalid("csv", "panel.no_unit", line) }
      guard let period = Period(periods[row]) else {
        throw .invalid("csv", "panel.no_period", line)
      }
      guard seen.insert([units[row], "\(period)"]).inserted else {
        throw .invalid("csv", "panel.period_twice", line)
      }
      byUnit[units[row], default: []].append(
        Row(
          period: period, values: values.map { $0[row].isFinite ? $0[row] : nil },
          grants: grants.map { $0[row] > 0 }))
    }
    return byUnit.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  private static func labels(_ column: Econometrics.Table.Column) -> [String] {
    switch column {
    case .numbers(let values): values.map { $0.isNaN ? "" : Label.number($0).description }
    case .text(let values): values
    }
  }

  /// A value of the file is never repeated.
  private static func refused(_ refusal: StudyRefusal) -> AppError {
    switch refusal {
    case .unknownColumn(let column, _):
      return .invalid("mapping", "panel.unknown_column", ["column": column])
    case .textInNumber(let column, let line, _):
      return .invalid("csv", "panel.text_in_number", ["line": "\(line)", "column": column])
    case .malformedData(let line, _):
      return .invalid("csv", "panel.malformed_line", ["line": "\(line)"])
    case .noRows: return .invalid("csv", "panel.too_many_rows", ["most": "\(mostRows)"])
    case .duplicateKey, .treatmentSwitchesOff, .missingAdoptionDate, .adoptionDateVaries,
      .noNeverTreated, .unknownField, .malformedSpecification, .missingField, .invalidField,
      .notConverged:
      return .invalid("csv", "field.malformed")
    }
  }
}
