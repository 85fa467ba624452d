/// What a panel would make.
package struct PanelReport: Codable, Sendable {
  /// A column that becomes observations of an indicator.
  package struct Column: Codable, Sendable {
    package let column: String
    package let indicator: String
    /// How many firms and periods have a value.
    package let values: Int
  }

  package let firms: Int
  /// Of these, firms that an earlier file has made.
  package let knownFirms: Int
  package let rows: Int
  package let observations: Int
  package let grants: Int
  package let firstPeriod: Period?
  package let lastPeriod: Period?
  package let columns: [Column]
  /// The first firms that it makes, by code, so that a wrong column is seen.
  package let firstFirms: [String]
}

extension PanelReport {
  private static let shown = 5

  init(_ file: PanelFile, _ mapping: PanelMapping, _ known: PanelFirms) {
    let all = file.firms.flatMap(\.rows)
    firms = file.firms.count
    knownFirms = file.firms.count { known.ids[$0.unit] != nil }
    rows = all.count
    columns = mapping.values.enumerated().map { index, value in
      Column(
        column: value.column, indicator: value.indicator,
        values: all.count { $0.values[index] != nil })
    }
    observations = columns.reduce(0) { $0 + $1.values }
    grants = all.reduce(0) { $0 + $1.grants.count(where: \.self) }
    firstPeriod = file.periods?.first
    lastPeriod = file.periods?.last
    firstFirms = file.firms.prefix(Self.shown).map { mapping.code(of: $0.unit) }
  }
}
