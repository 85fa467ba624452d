import Foundation
import Postgres

package enum OwnIndicator {}

/// What may be entered, computed or measured of a firm: of the catalogue, or the firm's own.
package struct Indicator: Codable, Sendable, Versioned {
  package let code: String
  package let family: IndicatorFamily
  /// Of an own indicator; nil in the catalogue.
  package let id: ID<OwnIndicator>?
  package let name: LocalizedText
  package let definition: LocalizedText?
  package let unitCode: String
  package let unitName: LocalizedText
  package let unitDimension: String
  /// How many decimals are shown.
  package let decimals: Int
  package let origin: IndicatorOrigin
  /// Nil where a formula decides it.
  package let nature: IndicatorNature?
  package let annualRule: AnnualRule?
  package let better: BetterDirection
  package let mayBeNegative: Bool
  package let formula: String?
  /// Computed instead where an item of the formula is missing.
  package let fallback: String?
  package let processCode: String?
  package let processName: LocalizedText?
  package let dimension: ProcessDimension?
  package let status: Certainty?
  package let source: String?
  package let note: LocalizedText?
  package let version: Int

  init(_ row: CatalogueRow) {
    code = row.code
    family = row.family
    id = nil
    name = row.name
    definition = row.definition
    unitCode = row.unitCode
    unitName = row.unitName
    unitDimension = row.unitDimension
    decimals = row.decimals
    origin = row.origin
    nature = row.nature
    annualRule = row.annualRule
    better = row.better
    mayBeNegative = row.mayBeNegative
    formula = row.formula
    fallback = row.fallback
    processCode = row.processCode
    processName = row.processName
    dimension = row.dimension
    status = row.status
    source = row.source
    note = row.note
    version = 1
  }

  init(_ row: OwnRow) {
    code = row.code
    family = .own
    id = row.id
    name = row.name
    definition = row.definition.map { LocalizedText(vi: $0, en: nil) }
    unitCode = row.unitCode
    unitName = row.unitName
    unitDimension = row.unitDimension
    decimals = row.decimals
    origin = row.formula == nil ? .entered : .derived
    nature = row.nature
    annualRule = row.annualRule
    better = row.better
    mayBeNegative = row.mayBeNegative
    formula = row.formula
    fallback = nil
    processCode = nil
    processName = nil
    dimension = nil
    status = nil
    source = nil
    note = nil
    version = row.version
  }

  package var isMoney: Bool { Dimension(unitDimension).isMoney }

  /// A value that is counted in whole đồng.
  var isWholeMoney: Bool { unitCode == "VND" }

  func computable() throws(FormulaError) -> IndicatorDefinition {
    IndicatorDefinition(
      code: code, unitCode: unitCode, origin: origin, nature: nature, annualRule: annualRule,
      formula: try formula.map { text throws(FormulaError) in try Formula(text) },
      fallback: try fallback.map { text throws(FormulaError) in try Formula(text) })
  }
}

struct CatalogueRow: Decodable, Sendable {
  let code: String
  let family: IndicatorFamily
  let name: LocalizedText
  let definition: LocalizedText?
  let unitCode: String
  let unitName: LocalizedText
  let unitDimension: String
  let decimals: Int
  let origin: IndicatorOrigin
  let nature: IndicatorNature?
  let annualRule: AnnualRule?
  let better: BetterDirection
  let mayBeNegative: Bool
  let formula: String?
  let fallback: String?
  let processCode: String?
  let processName: LocalizedText?
  let dimension: ProcessDimension?
  let status: Certainty
  let source: String?
  let note: LocalizedText?
}

struct OwnRow: Decodable, Sendable {
  let id: ID<OwnIndicator>
  let code: String
  let version: Int
  let name: LocalizedText
  let definition: String?
  let unitCode: String
  let unitName: LocalizedText
  let unitDimension: String
  let decimals: Int
  let nature: IndicatorNature?
  let annualRule: AnnualRule?
  let better: BetterDirection
  let mayBeNegative: Bool
  let formula: String?
  let revision: Int
}

extension Query<CatalogueRow> {
  static var indicatorCatalogue: Self { Query("indicator.catalogue") }
}
extension Query<OwnRow> {
  static var ownIndicators: Self { Query("indicator.own") }
}
