/// Lags and differences by calendar period: missing (NaN) where the neighbouring period is missing.
package enum CalendarNeighbour {
  private struct Key: Hashable {
    let unit: Int32
    let period: Int
  }

  /// The value one period before, in the order given. (unit, period) must not repeat.
  package static func lag(_ values: [Double], unit: Grouping, periods: [Int]) -> [Double] {
    var rows: [Key: Int] = [:]
    for row in values.indices { rows[Key(unit: unit.codes[row], period: periods[row])] = row }
    return values.indices.map { row in
      rows[Key(unit: unit.codes[row], period: periods[row] - 1)].map { values[$0] } ?? .nan
    }
  }

  /// The value less that of one period before.
  package static func difference(_ values: [Double], unit: Grouping, periods: [Int]) -> [Double] {
    zip(values, lag(values, unit: unit, periods: periods)).map { $0 - $1 }
  }
}
