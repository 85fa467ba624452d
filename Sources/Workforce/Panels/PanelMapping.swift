/// What the columns of a public panel are in the words of the programme. The repository ships one with
/// each example; a researcher writes one for another panel.
package struct PanelMapping: Codable, Sendable {
  /// A column of values of an indicator of the catalogue.
  package struct Value: Codable, Sendable {
    package let column: String
    package let indicator: String
    /// Nil is đồng for money.
    package let currency: String?
  }

  /// A column that is above 0 in the periods in which a firm received support.
  package struct Grant: Codable, Sendable {
    package let column: String
    package let contentCode: String
    /// What it was for.
    package let object: String

    fileprivate func isSame(as other: Grant) -> Bool {
      contentCode == other.contentCode && object.lowercased() == other.object.lowercased()
    }
  }

  /// Before the number of each firm in its code and name: `JTRAIN`.
  package let name: String
  package let firmName: String
  /// Columns that say which firm and which period: `1987`, `2026-Q1`, `2026-03`.
  package let unit: String
  package let period: String
  package let vsicVersion: String
  package let vsicSection: String
  /// Where the panel was published.
  package let source: String
  package let values: [Value]
  package let grants: [Grant]

  func check(_ problems: inout Problems) {
    problems.require(name, "mapping.name", limit: 20)
    problems.require(firmName, "mapping.firmName", limit: 200)
    problems.require(source, "mapping.source", limit: 200)
    problems.require(unit, "mapping.unit", limit: 100)
    problems.require(period, "mapping.period", limit: 100)
    problems.checkSector(section: vsicSection, class: nil)
    if values.isEmpty { problems.add("mapping.values", "field.required") }
    for (index, value) in values.enumerated() {
      problems.checkCurrency(value.currency, "mapping.values[\(index)].currency")
    }
    for (index, grant) in grants.enumerated() {
      let field = "mapping.grants[\(index)].object"
      problems.require(grant.object, field, limit: 200)
      // Two columns of one content and object would be one support.
      if grants[..<index].contains(where: { $0.isSame(as: grant) }) {
        problems.add(field, "panel.grant_named_twice")
      }
    }
  }

  var columns: Set<String> {
    Set([unit, period] + values.map(\.column) + grants.map(\.column))
  }

  func code(of unit: String) -> String { "\(name)-\(unit)" }
  func firmName(of unit: String) -> String { "\(firmName) \(unit)" }
}
