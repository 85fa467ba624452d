import Foundation
import Postgres
import Seeds

extension ReferenceData.MeasureUnit {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("code")
    name = try row.localized("name")
    dimension = try row.text("dimension")
    decimals = try row.integer("decimals")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.Indicator {
  /// What a firm enters, and what attendance, publications or a formula give in its place.
  init(input row: ReferenceRow) throws(ReferenceError) {
    self.init(
      code: try row.text("code"), family: .input, ordinal: 0, name: try row.localized("name"),
      definition: try row.localized("definition"), unit: try row.text("unit"),
      origin: try row.choice("origin", IndicatorOrigin.self),
      nature: try row.choice("kind", IndicatorNature.self),
      annualRule: try row.choice("annual_rule", AnnualRule.self), better: .context,
      mayBeNegative: try row.flag("may_be_negative"), formula: try row.optional("formula"),
      fallback: try row.optional("fallback"), process: nil, dimension: nil,
      annualisation: nil, provenance: try row.provenance(), file: row.file, line: row.line)
  }

  init(productivity row: ReferenceRow) throws(ReferenceError) {
    self.init(
      code: try row.text("code"), family: .productivity, ordinal: 0,
      name: try row.localized("name"), definition: nil, unit: try row.text("unit"),
      origin: .derived, nature: nil, annualRule: nil,
      better: try row.choice("better", BetterDirection.self), mayBeNegative: true,
      formula: try row.text("formula"), fallback: nil, process: nil, dimension: nil,
      annualisation: try row.text("annualisation"), provenance: try row.provenance(),
      file: row.file, line: row.line)
  }
}

extension ReferenceData {
  /// A row of the process indicators: a measure, with the process that it repeats.
  struct ProcessRow {
    let process: BusinessProcess
    let indicator: Indicator

    init(_ row: ReferenceRow) throws(ReferenceError) {
      process = BusinessProcess(
        code: try row.text("process_code"), ordinal: 0, name: try row.localized("process"))
      // A time, a share or a cost per piece is the same kind of number in a month and in a year.
      indicator = Indicator(
        code: try row.text("code"), family: .process, ordinal: 0, name: try row.localized("name"),
        definition: nil, unit: try row.text("unit"), origin: .entered, nature: .stock,
        annualRule: .averageOfPeriodMeans, better: try row.choice("better", BetterDirection.self),
        mayBeNegative: false, formula: nil, fallback: nil, process: process.code,
        dimension: try row.choice("dimension", ProcessDimension.self), annualisation: nil,
        provenance: try row.provenance(), file: row.file, line: row.line)
    }
  }
}

extension ReferenceData.PriceIndex {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    series = try row.text("series_code")
    version = try row.text("version")
    year = try row.integer("year")
    name = try row.localized("name")
    baseYear = try row.integer("base_year")
    let text = try row.text("index_value")
    guard let value = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")), value > 0
    else { throw row.error(.wrongValue(column: "index_value", value: text)) }
    self.value = value
    isDefault = try row.flag("is_default")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.SizeThreshold {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    ruleID = try row.text("rule_id")
    sectorGroup = try row.text("sector_group")
    size = try row.text("size_code")
    name = try row.localized("size")
    maxSIWorkers = try row.integer("max_si_workers")
    maxRevenueVND = try row.integer("max_revenue_vnd")
    maxCapitalVND = try row.integer("max_capital_vnd")
    validFrom = try row.day("valid_from")
    validTo = try row.optionalDay("valid_to")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData.SupportFlag {
  init(_ row: ReferenceRow) throws(ReferenceError) {
    code = try row.text("code")
    ordinal = 0
    name = try row.localized("name")
    test = try row.localized("test")
    provenance = try row.provenance()
    line = row.line
  }
}

extension ReferenceData {
  func checkIndicators() throws(ReferenceError) {
    try refuseRepeats(.measureUnits, measureUnits.map { ($0.line, $0.code) })
    try refuseRepeats(.priceIndex, priceIndices.map { ($0.line, "\($0.series) \($0.year)") })
    try refuseRepeats(.sizeThresholds, sizeThresholds.map { ($0.line, $0.ruleID) })
    try refuseRepeats(.supportFlags, supportFlags.map { ($0.line, $0.code) })
    let units = Set(measureUnits.map(\.code))
    var seen: Set<String> = []
    for row in indicators {
      try require(
        units.contains(row.unit), row.file, row.line, column: "unit", code: row.unit)
      guard seen.insert(row.code).inserted else {
        throw ReferenceError(file: row.file, line: row.line, problem: .repeated(code: row.code))
      }
    }
    try checkFormulas()
  }

  private func checkFormulas() throws(ReferenceError) {
    var definitions: [IndicatorDefinition] = []
    for row in indicators {
      do {
        definitions.append(try row.computable())
      } catch {
        throw ReferenceError(
          file: row.file, line: row.line, problem: .wrongFormula(code: row.code, error))
      }
    }
    let units = Dictionary(
      measureUnits.map { ($0.code, $0.dimension) }, uniquingKeysWith: { first, _ in first })
    // One at a time, in the order of the files, so that the first wrong one is named.
    for (count, row) in zip(1..., indicators) where row.formula != nil {
      let inputs = definitions.filter { $0.formula == nil }
      let book: IndicatorBook
      do {
        book = try IndicatorBook(inputs + definitions.prefix(count), units: units)
      } catch {
        throw ReferenceError(
          file: row.file, line: row.line, problem: .wrongFormula(code: row.code, error))
      }
      guard let annualisation = row.annualisation,
        (annualisation == "flow_over_stock") != book.isPerYear(row.code)
      else { continue }
      throw ReferenceError(
        file: row.file, line: row.line,
        problem: .contradiction(column: "annualisation", code: row.code))
    }
  }
}

extension ReferenceData.Indicator {
  func computable() throws(FormulaError) -> IndicatorDefinition {
    IndicatorDefinition(
      code: code, unitCode: unit, origin: origin, nature: nature, annualRule: annualRule,
      formula: try formula.map { text throws(FormulaError) in try Formula(text) },
      fallback: try fallback.map { text throws(FormulaError) in try Formula(text) })
  }
}
