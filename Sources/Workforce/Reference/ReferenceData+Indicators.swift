import Foundation
import Postgres
import Seeds

extension ReferenceData {
  /// A unit of measure; formulas are checked by its dimension, such as `money/person/year`.
  package struct MeasureUnit: Sendable {
    package let code: String
    package let name: Text
    package let dimension: String
    /// How many decimals are shown.
    package let decimals: Int
    package let provenance: Provenance
    let line: Int
  }

  /// A process of a firm that is digitised and measured.
  package struct BusinessProcess: Sendable {
    package let code: String
    package internal(set) var ordinal: Int
    package let name: Text
  }

  /// What is entered, computed or measured of a firm.
  package struct Indicator: Sendable {
    package let code: String
    package let family: IndicatorFamily
    package internal(set) var ordinal: Int
    package let name: Text
    package let definition: Text?
    package let unit: String
    package let origin: IndicatorOrigin
    /// Nil where a formula decides it.
    package let nature: IndicatorNature?
    package let annualRule: AnnualRule?
    package let better: BetterDirection
    package let mayBeNegative: Bool
    package let formula: String?
    /// Computed instead where an item of the formula is missing.
    package let fallback: String?
    package let process: String?
    package let dimension: ProcessDimension?
    /// What the file says of bringing it to a year, to check the formula by.
    let annualisation: String?
    package let provenance: Provenance
    let file: ReferenceFile
    let line: Int
  }

  /// A deflator of one year as one publication has it; the base year is 100.
  package struct PriceIndex: Sendable {
    package let series: String
    package let version: String
    package let year: Int
    package let name: Text
    package let baseYear: Int
    package let value: Decimal
    package let isDefault: Bool
    package let provenance: Provenance
    let line: Int
  }

  /// Up to where a firm of a group of sectors has a size.
  package struct SizeThreshold: Sendable {
    package let ruleID: String
    package let sectorGroup: String
    package let size: String
    package let name: Text
    package let maxSIWorkers: Int
    package let maxRevenueVND: Int
    package let maxCapitalVND: Int
    package let validFrom: CalendarDate
    package let validTo: CalendarDate?
    package let provenance: Provenance
    let line: Int
  }

  /// What a firm may be that support rules ask for.
  package struct SupportFlag: Sendable {
    package let code: String
    package internal(set) var ordinal: Int
    package let name: Text
    package let test: Text
    package let provenance: Provenance
    let line: Int
  }
}

extension ReferenceData {
  var indicatorCalls: [Call] {
    [
      unitCall, processCall, indicatorCall, priceIndexCall, sizeThresholdCall, supportFlagCall,
    ]
  }

  private var unitCall: Call {
    call(
      "reference.upsert_measure_units",
      [
        measureUnits.map(\.code), measureUnits.map(\.name.vi), measureUnits.map(\.name.en),
        measureUnits.map(\.dimension), measureUnits.map(\.decimals),
      ], measureUnits.map(\.provenance))
  }

  private var processCall: Call {
    Call(
      Statement(named: "reference.upsert_business_processes"),
      [
        processes.map(\.code), processes.map(\.ordinal), processes.map(\.name.vi),
        processes.map(\.name.en),
      ])
  }

  private var indicatorCall: Call {
    let described: [any PostgresEncodable] = [
      indicators.map(\.code), indicators.map(\.family.rawValue), indicators.map(\.ordinal),
      indicators.map(\.name.vi), indicators.map(\.name.en),
      indicators.map { $0.definition?.vi }, indicators.map { $0.definition?.en },
      indicators.map(\.unit),
    ]
    let counted: [any PostgresEncodable] = [
      indicators.map(\.origin.rawValue), indicators.map { $0.nature?.rawValue },
      indicators.map { $0.annualRule?.rawValue }, indicators.map(\.better.rawValue),
      indicators.map(\.mayBeNegative), indicators.map(\.formula), indicators.map(\.fallback),
      indicators.map(\.process), indicators.map { $0.dimension?.rawValue },
    ]
    return call(
      "reference.upsert_indicators", described + counted, indicators.map(\.provenance))
  }

  private var priceIndexCall: Call {
    call(
      "reference.insert_price_indices",
      [
        priceIndices.map(\.series), priceIndices.map(\.version), priceIndices.map(\.year),
        priceIndices.map(\.name.vi), priceIndices.map(\.name.en), priceIndices.map(\.baseYear),
        priceIndices.map { Numeric($0.value) }, priceIndices.map(\.isDefault),
      ], priceIndices.map(\.provenance))
  }

  private var sizeThresholdCall: Call {
    call(
      "reference.upsert_size_thresholds",
      [
        sizeThresholds.map(\.ruleID), sizeThresholds.map(\.sectorGroup),
        sizeThresholds.map(\.size), sizeThresholds.map(\.name.vi),
        sizeThresholds.map(\.name.en), sizeThresholds.map(\.maxSIWorkers),
        sizeThresholds.map(\.maxRevenueVND), sizeThresholds.map(\.maxCapitalVND),
        sizeThresholds.map(\.validFrom), sizeThresholds.map(\.validTo),
      ], sizeThresholds.map(\.provenance))
  }

  private var supportFlagCall: Call {
    call(
      "reference.upsert_support_flags",
      [
        supportFlags.map(\.code), supportFlags.map(\.ordinal), supportFlags.map(\.name.vi),
        supportFlags.map(\.name.en), supportFlags.map(\.test.vi), supportFlags.map(\.test.en),
      ], supportFlags.map(\.provenance))
  }
}
