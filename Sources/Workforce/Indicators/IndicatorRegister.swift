import Foundation
import Postgres

/// The indicators that a firm may use: the catalogue's and its own.
package struct IndicatorRegister: Sendable {
  package let indicators: [Indicator]
  private let byCode: [String: Indicator]
  /// By folded code or name, codes first.
  private let byText: [String: Indicator]
  let ownRows: [OwnRow]

  /// The dimension of every unit by its code.
  let units: [String: String]

  init(catalogue: [CatalogueRow], own: [OwnRow], units: [MeasureUnit]) {
    indicators = catalogue.map { Indicator($0) } + own.map { Indicator($0) }
    byCode = Dictionary(
      indicators.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    byText = Dictionary(
      indicators.map { (FoldedText($0.code).value, $0) }
        + indicators.flatMap { indicator in
          [indicator.name.vi, indicator.name.en].compactMap { name in
            name.map { (FoldedText($0).value, indicator) }
          }
        }, uniquingKeysWith: { first, _ in first })
    ownRows = own
    self.units = Dictionary(
      units.map { ($0.code, $0.dimension) }, uniquingKeysWith: { first, _ in first })
  }

  package subscript(code: String) -> Indicator? { byCode[code] }

  /// Found by its code in any case, or by its name in either language without marks.
  func find(_ text: String) -> Indicator? {
    byCode[text] ?? byText[FoldedText(text).value]
  }

  /// Throws when a formula names what nothing has, needs itself, or gives another unit.
  package func book() throws(FormulaError) -> IndicatorBook {
    var definitions: [IndicatorDefinition] = []
    for indicator in indicators { definitions.append(try indicator.computable()) }
    return try IndicatorBook(definitions, units: units)
  }
}

extension Session {
  /// The catalogue, with the own indicators of the caller's firm where the caller may read them.
  func indicatorRegister(knownAt: Date?) async throws -> IndicatorRegister {
    let catalogue = try await fetchAll(.indicatorCatalogue)
    let units = try await fetchAll(.measureUnits)
    guard Permission.granted(to: principal.role).contains(.readFigures), let firm = actingFirmID
    else { return IndicatorRegister(catalogue: catalogue, own: [], units: units) }
    let own = try await fetchAll(
      .ownIndicators, firm.uuid, knownAt ?? Date.distantFuture)
    return IndicatorRegister(catalogue: catalogue, own: own, units: units)
  }
}
