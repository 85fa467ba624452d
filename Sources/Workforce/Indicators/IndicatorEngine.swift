import Foundation
import Postgres

/// Computes indicators from observations: items are brought to the months that all of them cover,
/// summed or averaged by their rule, and only then combined. A year's ratio is never the mean of
/// monthly ratios.
package struct IndicatorEngine: Sendable {
  private struct Key: Hashable {
    let code: String
    let period: Period
  }

  private let book: IndicatorBook
  private let observed: [Key: ObservedValue]
  /// By year.
  private let deflators: [Int: Deflator]

  package init(_ book: IndicatorBook, observed: [ObservedValue], deflators: [Deflator]) {
    self.book = book
    self.observed = Dictionary(
      observed.map { (Key(code: $0.code, period: $0.period), $0) },
      uniquingKeysWith: { first, _ in first })
    self.deflators = Dictionary(
      deflators.map { ($0.year, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Nil for a code that the book does not have.
  package func value(of code: String, in period: Period) -> IndicatorValue? {
    guard book.definitions[code] != nil else { return nil }
    let formulas = book.formulas(of: code)
    let attempts = formulas.map { attempt($0, in: period) }
    guard let first = attempts.first else { return nil }
    let isTwofold = attempts.count > 1
    if isTwofold, attempts[1].isBetter(than: first) {
      return result(attempts[1], code, period, isByFallback: true)
    }
    return result(first, code, period, isByFallback: isTwofold ? false : nil)
  }

  private struct Attempt {
    var value: Decimal?
    var noValue: NoValue?
    var missing: [String] = []
    var monthCount = 0
    var isAnnualised = false
    var currency: String?
    var confidence: Confidence?
    var deflator: Deflator?

    /// Covers more months, or lacks fewer items where neither has a value.
    func isBetter(than other: Attempt) -> Bool {
      switch (value, other.value) {
      case (nil, nil): missing.count < other.missing.count
      case (nil, _): false
      case (_, nil): true
      default: monthCount > other.monthCount
      }
    }
  }

  private func result(
    _ attempt: Attempt, _ code: String, _ period: Period, isByFallback: Bool?
  ) -> IndicatorValue {
    IndicatorValue(
      code: code, period: period, value: attempt.value, noValue: attempt.noValue,
      missing: attempt.missing, monthCount: attempt.monthCount,
      isIncomplete: attempt.value != nil && attempt.monthCount < period.kind.monthCount,
      isAnnualised: attempt.isAnnualised, isByFallback: isByFallback,
      currency: attempt.value != nil && book.isMoney(code) ? attempt.currency : nil,
      confidence: attempt.confidence, deflator: attempt.deflator)
  }

  private func attempt(_ formula: Formula, in period: Period) -> Attempt {
    var attempt = Attempt()
    do throws(NoValue) {
      try fill(&attempt, formula, period)
    } catch {
      attempt.value = nil
      attempt.noValue = error
    }
    return attempt
  }

  private func fill(
    _ attempt: inout Attempt, _ formula: Formula, _ period: Period
  ) throws(NoValue) {
    let names = formula.names.sorted()
    var pieces: [String: [ObservedValue]] = [:]
    for name in names where book.definitions[name]?.origin != .reference {
      let found = self.pieces(of: name, in: period)
      if found.isEmpty { attempt.missing.append(name) }
      pieces[name] = found
    }
    guard attempt.missing.isEmpty else { throw .missing }
    if names.count > pieces.count {
      guard let deflator = deflators[period.year] else { throw .noDeflator }
      attempt.deflator = deflator
    }
    let months = Self.align(&pieces, in: period)
    guard !months.isEmpty else { throw .monthsDoNotMatch }
    attempt.monthCount = months.count
    let used = pieces.values.joined()
    attempt.confidence = Confidence.weakest(used.map(\.confidence))
    let currencies = Set(used.compactMap(\.currency))
    guard currencies.count <= 1 else { throw .currenciesDiffer }
    attempt.currency = currencies.first
    // Prices of this country say nothing about money of another.
    if attempt.deflator != nil, currencies.first.map({ $0 != "VND" }) == true {
      throw .currenciesDiffer
    }
    let (items, index) = (pieces, attempt.deflator?.value)
    let evaluation = FormulaEvaluation(months: months.count) { name in
      guard let values = items[name] else { return index }
      return Self.whole(values, book.definitions[name]?.annualRule)
    }
    attempt.value = try evaluation.value(of: formula.root)
    attempt.isAnnualised = evaluation.isPerYear(formula.root) && months.count < 12
  }

  /// What was observed of an item: the period itself, or else its parts.
  private func pieces(of code: String, in period: Period) -> [ObservedValue] {
    if let exact = observed[Key(code: code, period: period)] { return [exact] }
    return period.parts.flatMap { pieces(of: code, in: $0) }
  }

  /// Leaves to each item the pieces that lie in the months of all items. Returns those months.
  private static func align(
    _ pieces: inout [String: [ObservedValue]], in period: Period
  ) -> Set<Int> {
    var months = Set(period.months)
    var isSettled = false
    while !isSettled {
      let before = months
      for (name, values) in pieces {
        let kept = values.filter { $0.period.months.allSatisfy(months.contains) }
        pieces[name] = kept
        months.formIntersection(kept.flatMap(\.period.months))
      }
      isSettled = months == before
    }
    return months
  }

  /// The pieces as one number: a flow summed, a stock averaged over its months, or the last.
  private static func whole(_ values: [ObservedValue], _ rule: AnnualRule?) -> Decimal? {
    switch rule {
    case .sum: return values.reduce(0) { $0 + $1.value }
    case .last: return values.max { $0.period.firstMonth < $1.period.firstMonth }?.value
    case .averageOfPeriodMeans, .asPublished, nil:
      let months = values.reduce(0) { $0 + $1.period.kind.monthCount }
      guard months > 0 else { return nil }
      let total = values.reduce(Decimal(0)) { $0 + $1.value * Decimal($1.period.kind.monthCount) }
      return total / Decimal(months)
    }
  }
}

/// Evaluates a formula whose names have one value each.
struct FormulaEvaluation {
  let months: Int
  let value: (String) -> Decimal?

  /// Rounded to six decimals, so that a third is not 38 digits long.
  func value(of node: Formula.Node) throws(NoValue) -> Decimal {
    var exact = try exactValue(of: node)
    var rounded = Decimal()
    NSDecimalRound(&rounded, &exact, 6, .plain)
    return rounded
  }

  func isPerYear(_ node: Formula.Node) -> Bool {
    switch node {
    case .perYear: true
    case .number, .name: false
    case .minus(let inner): isPerYear(inner)
    case .combined(let left, _, let right): isPerYear(left) || isPerYear(right)
    }
  }

  private func exactValue(of node: Formula.Node) throws(NoValue) -> Decimal {
    switch node {
    case .number(let number): return number
    case .perYear:
      guard months >= 3 else { throw .tooFewMonths }
      return Decimal(12) / Decimal(months)
    case .name(let name):
      guard let found = value(name) else { throw .missing }
      return found
    case .minus(let inner): return try -exactValue(of: inner)
    case .combined(let left, let sign, let right):
      return try combine(exactValue(of: left), sign, exactValue(of: right))
    }
  }

  private func combine(
    _ left: Decimal, _ sign: Formula.Sign, _ right: Decimal
  ) throws(NoValue) -> Decimal {
    let result: Decimal
    switch sign {
    case .plus: result = left + right
    case .minus: result = left - right
    case .times: result = left * right
    case .over:
      guard right != 0 else { throw .divisionByZero }
      result = left / right
    }
    guard !result.isNaN else { throw .tooLarge }
    return result
  }
}
