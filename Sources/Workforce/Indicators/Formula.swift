import Foundation

/// Why a text is no formula, and where: `position` counts characters from 1.
package enum FormulaError: Error, Hashable, Sendable {
  case empty
  case tooLong
  case tooDeep
  case unexpected(position: Int)
  case endsEarly
  case neverClosed(position: Int)
  /// 1,5 in a formula: the sign of decimals is a point here.
  case decimalComma(position: Int)
  case unknownName(String)
  /// A formula that needs its own value.
  case cycle(String)
  /// Persons and đồng are not added.
  case unitsDoNotAdd
  /// The formula gives another unit than the indicator is said to have.
  case wrongUnit

  package var rule: String {
    switch self {
    case .empty: "field.required"
    case .tooLong: "formula.too_long"
    case .tooDeep: "formula.too_deep"
    case .unexpected: "formula.unexpected"
    case .endsEarly: "formula.ends_early"
    case .neverClosed: "formula.never_closed"
    case .decimalComma: "formula.decimal_comma"
    case .unknownName: "formula.unknown_name"
    case .cycle: "formula.cycle"
    case .unitsDoNotAdd: "formula.units_do_not_add"
    case .wrongUnit: "formula.wrong_unit"
    }
  }

  package var parameters: [String: String] {
    switch self {
    case .empty, .tooLong, .tooDeep, .endsEarly, .unitsDoNotAdd, .wrongUnit: [:]
    case .unexpected(let position), .neverClosed(let position), .decimalComma(let position):
      ["position": "\(position)"]
    case .unknownName(let name), .cycle(let name): ["name": name]
    }
  }
}

/// A formula over indicators: names, numbers, `+ - * /` and brackets. It is data: parsed, checked and
/// evaluated here, never run as code. A code that is no name is written in square brackets: `[MGT-01]`.
package struct Formula: Hashable, Sendable {
  package enum Sign: Character, Sendable, CaseIterable {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"

    var isLoose: Bool {
      switch self {
      case .plus, .minus: true
      case .times, .over: false
      }
    }
  }

  package indirect enum Node: Hashable, Sendable {
    case number(Decimal)
    case name(String)
    case minus(Node)
    case combined(Node, Sign, Node)
    /// What makes a flow of the months at hand one of a year: 12 / months. Never written by people.
    case perYear
  }

  package let root: Node

  package init(root: Node) {
    self.root = root
  }

  package init(_ text: String) throws(FormulaError) {
    guard text.count <= Self.longest else { throw .tooLong }
    var parser = FormulaParser(text)
    root = try parser.formula()
  }

  static let longest = 1000
  static let deepest = 40

  /// The names in it, each once.
  package var names: Set<String> { Self.names(in: root) }

  static func names(in node: Node) -> Set<String> {
    switch node {
    case .number, .perYear: []
    case .name(let name): [name]
    case .minus(let inner): names(in: inner)
    case .combined(let left, _, let right): names(in: left).union(names(in: right))
    }
  }
}

extension Formula: CustomStringConvertible {
  /// As it would be written, with no bracket more than it needs.
  package var description: String { Self.text(of: root) }

  private static func text(of node: Node) -> String {
    switch node {
    case .number(let number): return "\(number)"
    case .name(let name): return FormulaParser.isName(name) ? name : "[\(name)]"
    case .perYear: return "12/n"
    case .minus(let inner):
      if case .combined = inner { return "-(\(text(of: inner)))" }
      return "-\(text(of: inner))"
    case .combined(let left, let sign, let right):
      let leftText = needsBrackets(left, beside: sign, isRight: false)
      let rightText = needsBrackets(right, beside: sign, isRight: true)
      return "\(leftText) \(sign.rawValue) \(rightText)"
    }
  }

  private static func needsBrackets(_ node: Node, beside sign: Sign, isRight: Bool) -> String {
    let plain = text(of: node)
    guard case .combined(_, let inner, _) = node else { return plain }
    let isLooser = inner.isLoose && !sign.isLoose
    let isSameOnTheRight = isRight && inner.isLoose == sign.isLoose
    return isLooser || isSameOnTheRight ? "(\(plain))" : plain
  }
}
