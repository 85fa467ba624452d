/// What a number counts: a product of symbols, such as money per person and year. `period` tells a
/// flow, which grows with the length of its period, from a stock.
package struct Dimension: Hashable, Sendable {
  private let exponents: [String: Int]

  private init(exponents: [String: Int]) {
    self.exponents = exponents.filter { $0.value != 0 }
  }

  package static let one = Dimension(exponents: [:])
  /// Of 12 / months.
  static let perYear = Dimension(exponents: ["period": -1])

  /// `money/person`, or `1`. A year is no part of it: whether a flow is brought to a year shows in the
  /// formula.
  package init(_ text: String) {
    var exponents: [String: Int] = [:]
    for (index, symbol) in text.split(separator: "/").enumerated()
    where symbol != "1" && symbol != "year" {
      exponents[String(symbol), default: 0] += index == 0 ? 1 : -1
    }
    self.init(exponents: exponents)
  }

  var isFlow: Bool { exponents["period"] == 1 }
  var isMoney: Bool { exponents["money"] != nil }

  func times(_ other: Dimension) -> Dimension {
    Dimension(exponents: exponents.merging(other.exponents) { $0 + $1 })
  }

  func over(_ other: Dimension) -> Dimension {
    times(Dimension(exponents: other.exponents.mapValues { -$0 }))
  }

  /// As a flow, or as a stock for `false`.
  func counted(overPeriod isFlow: Bool) -> Dimension {
    var exponents = exponents
    exponents["period"] = isFlow ? 1 : nil
    return Dimension(exponents: exponents)
  }

  /// A unit does not say of itself whether it is counted over a period.
  var unit: Dimension { counted(overPeriod: false) }
}

extension Formula {
  /// What the formula's value counts.
  /// - Parameter dimension: of each name; nil for a name that nothing has.
  func dimension(_ dimension: (String) -> Dimension?) throws(FormulaError) -> Dimension {
    try Self.dimension(of: root, dimension)
  }

  private static func dimension(
    of node: Node, _ lookUp: (String) -> Dimension?
  ) throws(FormulaError) -> Dimension {
    switch node {
    case .number: return .one
    case .perYear: return .perYear
    case .minus(let inner): return try dimension(of: inner, lookUp)
    case .name(let name):
      guard let found = lookUp(name) else { throw .unknownName(name) }
      return found
    case .combined(let left, let sign, let right):
      let (one, other) = (try dimension(of: left, lookUp), try dimension(of: right, lookUp))
      switch sign {
      case .times: return one.times(other)
      case .over: return one.over(other)
      case .plus, .minus:
        guard one == other else { throw .unitsDoNotAdd }
        return one
      }
    }
  }

  /// Whether something is divided by what is held through a period, such as employees.
  /// - Parameter isStock: of a name; false for what is published and not held.
  func dividesByStock(_ isStock: (String) -> Bool) -> Bool {
    Self.dividesByStock(root, isStock)
  }

  private static func dividesByStock(_ node: Node, _ isStock: (String) -> Bool) -> Bool {
    switch node {
    case .number, .name, .perYear: return false
    case .minus(let inner): return dividesByStock(inner, isStock)
    case .combined(let left, let sign, let right):
      if sign == .over, names(in: right).contains(where: isStock) { return true }
      return dividesByStock(left, isStock) || dividesByStock(right, isStock)
    }
  }
}
