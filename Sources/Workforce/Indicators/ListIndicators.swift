import Postgres

/// The catalogue, and what the caller's firm defined for itself.
package struct ListIndicators: UseCase {
  package let family: IndicatorFamily?
  package let process: String?

  package static let name = "indicator.list"
  package static let route = Route.get("/indicators")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(family: IndicatorFamily?, process: String?) {
    self.family = family
    self.process = process
  }

  package func run(in session: Session) async throws -> [Indicator] {
    try await session.indicatorRegister(knownAt: nil).indicators.filter {
      (family == nil || $0.family == family) && (process == nil || $0.processCode == process)
    }
  }
}

/// One indicator by its code.
package struct ShowIndicator: UseCase {
  package let code: String

  package static let name = "indicator.show"
  package static let route = Route.get("/indicators/{code}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(code: String) {
    self.code = code
  }

  package func run(in session: Session) async throws -> Indicator {
    guard let indicator = try await session.indicatorRegister(knownAt: nil)[code] else {
      throw AppError.notFound("indicator")
    }
    return indicator
  }
}

/// A unit of measure that an indicator may have.
package struct MeasureUnit: Codable, Sendable {
  package let code: String
  package let name: LocalizedText
  /// What formulas are checked by: `money/person/year`.
  package let dimension: String
  package let decimals: Int
  package let status: Certainty
  package let note: LocalizedText?
}

package struct ListMeasureUnits: Lookup {
  package typealias Output = [MeasureUnit]

  package static let name = "measure-unit.list"
  package static let route = Route.get("/measure-units")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init() {}

  package func call(in context: LookupContext) -> Call {
    Call(Query<MeasureUnit>.measureUnits.statement, [])
  }

  package func output(from rows: Rows) throws -> [MeasureUnit] {
    try rows.decode(MeasureUnit.self)
  }
}

extension Query<MeasureUnit> {
  static var measureUnits: Self { Query("measure_unit.list") }
}
