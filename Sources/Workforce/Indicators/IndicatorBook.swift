import Postgres

/// What an indicator is to those who compute with it.
package struct IndicatorDefinition: Sendable {
  package let code: String
  package let unitCode: String
  package let origin: IndicatorOrigin
  /// Nil where a formula decides it.
  package let nature: IndicatorNature?
  package let annualRule: AnnualRule?
  package let formula: Formula?
  /// Computed instead where an item of the formula is missing or covers fewer months.
  package let fallback: Formula?

  package init(
    code: String, unitCode: String, origin: IndicatorOrigin, nature: IndicatorNature?,
    annualRule: AnnualRule?, formula: Formula?, fallback: Formula?
  ) {
    self.code = code
    self.unitCode = unitCode
    self.origin = origin
    self.nature = nature
    self.annualRule = annualRule
    self.formula = formula
    self.fallback = fallback
  }
}

/// Every indicator by code, with its formula taken apart down to what is observed.
package struct IndicatorBook: Sendable {
  package let definitions: [String: IndicatorDefinition]
  private let units: IndicatorUnits
  /// Formulas over observed items alone: as defined, and by the fallbacks where that differs.
  private let expanded: [String: [Formula]]

  /// - Parameter units: the dimension of each unit code, such as `money/person/year`.
  /// Throws at the first formula that names what nothing has, needs itself, or gives another unit.
  package init(
    _ definitions: [IndicatorDefinition], units: [String: String]
  ) throws(FormulaError) {
    let byCode = Dictionary(
      definitions.map { ($0.code, $0) }, uniquingKeysWith: { first, _ in first })
    let itemUnits = IndicatorUnits(definitions: byCode, dimensions: units)
    var expanded: [String: [Formula]] = [:]
    for definition in definitions {
      var expansion = FormulaExpansion(units: itemUnits, usesFallbacks: false)
      let primary = Formula(root: try expansion.expand(definition.code))
      expansion.usesFallbacks = true
      let other = Formula(root: try expansion.expand(definition.code))
      expanded[definition.code] = primary == other ? [primary] : [primary, other]
    }
    self.definitions = byCode
    self.units = itemUnits
    self.expanded = expanded
    for definition in definitions where definition.formula != nil {
      try checkUnit(definition)
    }
  }

  /// In the order in which they are tried.
  func formulas(of code: String) -> [Formula] { expanded[code] ?? [] }

  /// Whether a value is in a currency.
  package func isMoney(_ code: String) -> Bool {
    definitions[code].flatMap { units.dimension(ofUnit: $0.unitCode) }?.isMoney ?? false
  }

  /// Whether a flow is divided by a stock, so that a value is one of a year.
  package func isPerYear(_ code: String) -> Bool {
    guard case .combined(_, .times, .perYear)? = expanded[code]?.first?.root else { return false }
    return true
  }

  /// What is entered, for an indicator: the items that its formula comes down to, in order.
  package func items(of code: String) -> [String] {
    Set(formulas(of: code).flatMap(\.names)).sorted()
  }

  private func checkUnit(_ definition: IndicatorDefinition) throws(FormulaError) {
    guard let unit = units.dimension(ofUnit: definition.unitCode) else { throw .wrongUnit }
    for formula in formulas(of: definition.code) {
      guard try formula.dimension(units.dimension(of:)).unit == unit else { throw .wrongUnit }
    }
    let saysPerYear = units.saysPerYear(definition.unitCode)
    guard !saysPerYear || isPerYear(definition.code) else { throw .wrongUnit }
  }
}

/// What the observed items count.
private struct IndicatorUnits: Sendable {
  let definitions: [String: IndicatorDefinition]
  let dimensions: [String: String]

  func dimension(ofUnit code: String) -> Dimension? { dimensions[code].map { Dimension($0) } }

  func saysPerYear(_ unitCode: String) -> Bool {
    dimensions[unitCode]?.hasSuffix("/year") == true
  }

  func dimension(of name: String) -> Dimension? {
    guard let item = definitions[name], let unit = dimension(ofUnit: item.unitCode) else {
      return nil
    }
    return unit.counted(overPeriod: item.nature == .flow && item.annualRule != .asPublished)
  }

  func isStock(_ name: String) -> Bool { definitions[name]?.nature == .stock }

  /// A flow over a stock is brought to a year; a sum of flows stays what the period has.
  func isFlowOverStock(_ node: Formula.Node) throws(FormulaError) -> Bool {
    let formula = Formula(root: node)
    guard formula.dividesByStock(isStock) else { return false }
    return try formula.dimension(dimension(of:)).isFlow
  }
}

/// Replaces the names of derived indicators by their formulas.
private struct FormulaExpansion {
  let units: IndicatorUnits
  var usesFallbacks: Bool
  private var path: [String] = []

  init(units: IndicatorUnits, usesFallbacks: Bool) {
    self.units = units
    self.usesFallbacks = usesFallbacks
  }

  mutating func expand(_ code: String) throws(FormulaError) -> Formula.Node {
    guard let definition = units.definitions[code] else { throw .unknownName(code) }
    let formula = usesFallbacks ? definition.fallback ?? definition.formula : definition.formula
    guard let formula else { return .name(code) }
    guard !path.contains(code) else { throw .cycle(code) }
    path.append(code)
    let node = try expand(formula.root)
    path.removeLast()
    return try units.isFlowOverStock(node) ? .combined(node, .times, .perYear) : node
  }

  private mutating func expand(_ node: Formula.Node) throws(FormulaError) -> Formula.Node {
    switch node {
    case .number, .perYear: return node
    case .name(let name): return try expand(name)
    case .minus(let inner): return .minus(try expand(inner))
    case .combined(let left, let sign, let right):
      return .combined(try expand(left), sign, try expand(right))
    }
  }
}
