import Postgres

/// Defines an indicator of the firm's own: entered, or by a formula over others.
package struct CreateIndicator: UseCase {
  /// Starts with `x_`, so that it never meets a code of the catalogue.
  package let code: String
  package let name: LocalizedText
  package let definition: String?
  package let unitCode: String
  package let better: BetterDirection
  package let mayBeNegative: Bool
  /// Of an entered one; nil with a formula.
  package let nature: IndicatorNature?
  /// How a stock becomes one of a year; a flow is summed.
  package let annualRule: AnnualRule?
  package let formula: String?

  package static let route = Route.post("/indicators")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(
    code: String, name: LocalizedText, definition: String?, unitCode: String,
    better: BetterDirection, mayBeNegative: Bool, nature: IndicatorNature?,
    annualRule: AnnualRule?, formula: String?
  ) {
    self.code = code
    self.name = name
    self.definition = definition
    self.unitCode = unitCode
    self.better = better
    self.mayBeNegative = mayBeNegative
    self.nature = nature
    self.annualRule = annualRule
    self.formula = formula
  }

  package func check(_ problems: inout Problems) {
    if code.wholeMatch(of: /x_[a-z0-9_]{1,40}/) == nil {
      problems.add("code", "constraint.an_own_indicator_code_starts_with_x")
    }
    problems.require(name, "name", limit: 200)
    problems.bound(definition, "definition", limit: 1000)
    problems.checkFormula(formula)
    switch (formula, nature) {
    case (nil, nil): problems.add("nature", "indicator.nature_or_formula")
    case (_?, _?): problems.add("nature", "indicator.nature_or_formula")
    case (_?, nil):
      if annualRule != nil { problems.add("annualRule", "indicator.formula_decides") }
    case (nil, .flow?):
      if annualRule != nil, annualRule != .sum {
        problems.add("annualRule", "constraint.an_own_flow_is_summed_and_a_stock_is_not")
      }
    case (nil, .stock?):
      if annualRule != .last, annualRule != .averageOfPeriodMeans {
        problems.add("annualRule", "constraint.an_own_flow_is_summed_and_a_stock_is_not")
      }
    }
  }

  package func run(in session: Session) async throws -> Indicator {
    let rule = nature == .flow ? AnnualRule.sum : annualRule
    try await session.checkMeaning(
      of: IndicatorMeaning(
        code: code, unitCode: unitCode, nature: nature, annualRule: rule, formula: formula))
    let id: ID<OwnIndicator> = session.newID()
    let firm = try session.firmID().uuid
    try await session.execute(
      Command("indicator.insert_own"), firm, id.uuid, code, session.now,
      session.principal.accountID.uuid)
    try await session.execute(
      .insertDefinition, firm, id.uuid, 1, try name.json, definition, unitCode, nature?.rawValue,
      rule?.rawValue, better.rawValue, mayBeNegative, formula, session.now,
      session.principal.accountID.uuid, String?.none)
    session.recordAudit(
      [id.uuid],
      changes: AuditChange.between([
        ("code", nil, code), ("unitCode", nil, unitCode), ("formula", nil, formula),
      ]), reason: nil)
    return try await ShowIndicator(code: code).run(in: session)
  }

  package static let name = "indicator.create"
}

/// Changes what an own indicator means; values computed from now on follow, what was known stays.
package struct ChangeIndicator: UseCase {
  package let code: String
  /// Each nil means unchanged.
  package let name: LocalizedText?
  package let definition: String?
  package let better: BetterDirection?
  package let mayBeNegative: Bool?
  /// Of an indicator that has one already.
  package let formula: String?
  package let reason: String

  package static let route = Route.patch("/indicators/{code}")
  package static let permission = Permission.recordFigures
  package static let access = Access.write

  package init(
    code: String, name: LocalizedText?, definition: String?, better: BetterDirection?,
    mayBeNegative: Bool?, formula: String?, reason: String
  ) {
    self.code = code
    self.name = name
    self.definition = definition
    self.better = better
    self.mayBeNegative = mayBeNegative
    self.formula = formula
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if let name { problems.require(name, "name", limit: 200) }
    problems.bound(definition, "definition", limit: 1000)
    problems.checkFormula(formula)
    problems.require(reason, "reason", limit: 1000)
  }

  package func run(in session: Session) async throws -> Indicator {
    let register = try await session.indicatorRegister(knownAt: nil)
    guard let old = register.ownRows.first(where: { $0.code == code }) else {
      if register[code] != nil { throw AppError.conflict("indicator.of_the_catalogue") }
      throw AppError.notFound("indicator")
    }
    try session.requireVersion(old.version)
    if formula != nil, old.formula == nil {
      throw AppError.invalid("formula", "indicator.is_entered")
    }
    try await session.checkMeaning(
      of: IndicatorMeaning(
        code: code, unitCode: old.unitCode, nature: old.nature, annualRule: old.annualRule,
        formula: formula ?? old.formula))
    let firm = try session.firmID().uuid
    guard
      try await session.execute(
        Command("indicator.bump_own"), firm, old.id.uuid, old.version) == 1
    else { throw AppError.conflict("error.changed_meanwhile") }
    try await session.execute(
      Command("indicator.supersede_definition"), firm, old.id.uuid, session.now)
    try await session.execute(
      .insertDefinition, firm, old.id.uuid, old.revision + 1, try (name ?? old.name).json,
      definition ?? old.definition, old.unitCode, old.nature?.rawValue, old.annualRule?.rawValue,
      (better ?? old.better).rawValue, mayBeNegative ?? old.mayBeNegative, formula ?? old.formula,
      session.now, session.principal.accountID.uuid, reason)
    session.recordAudit(
      [old.id.uuid],
      changes: AuditChange.between([
        ("name", old.name.vi, (name ?? old.name).vi),
        ("better", old.better.rawValue, (better ?? old.better).rawValue),
        ("formula", old.formula, formula ?? old.formula),
      ]), reason: reason)
    return try await ShowIndicator(code: code).run(in: session)
  }

  package static let name = "indicator.change"
}

/// What a definition says that formulas are checked by.
struct IndicatorMeaning {
  let code: String
  let unitCode: String
  let nature: IndicatorNature?
  let annualRule: AnnualRule?
  let formula: String?
}

extension Problems {
  fileprivate mutating func checkFormula(_ formula: String?) {
    guard let formula else { return }
    do throws(FormulaError) {
      _ = try Formula(formula)
    } catch {
      add("formula", error.rule, error.parameters)
    }
  }
}

extension Session {
  /// Refuses a unit that nothing has, and a formula that with all others would mean nothing.
  fileprivate func checkMeaning(of meaning: IndicatorMeaning) async throws {
    let register = try await indicatorRegister(knownAt: nil)
    guard register.units[meaning.unitCode] != nil else {
      throw AppError.invalid("unitCode", "indicator.unknown_unit")
    }
    let others = register.indicators.filter { $0.code != meaning.code }
    do throws(FormulaError) {
      var definitions: [IndicatorDefinition] = []
      for other in others { definitions.append(try other.computable()) }
      definitions.append(
        IndicatorDefinition(
          code: meaning.code, unitCode: meaning.unitCode,
          origin: meaning.formula == nil ? .entered : .derived, nature: meaning.nature,
          annualRule: meaning.annualRule,
          formula: try meaning.formula.map { text throws(FormulaError) in try Formula(text) },
          fallback: nil))
      _ = try IndicatorBook(definitions, units: register.units)
    } catch {
      throw AppError.invalid("formula", error.rule, error.parameters)
    }
  }
}

extension Command {
  static var insertDefinition: Self { Command("indicator.insert_definition") }
}
