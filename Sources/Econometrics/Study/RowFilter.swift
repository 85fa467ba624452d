import Foundation

/// `comparison {and|or comparison}`: which rows a study uses.
package struct RowFilter: Sendable, Equatable {
  enum Operator: String, CaseIterable {
    case equal = "=="
    case unequal = "!="
    case atMost = "<="
    case atLeast = ">="
    case below = "<"
    case above = ">"
  }

  struct Comparison: Equatable {
    let column: String
    let test: Operator
    let value: Label
  }

  /// True when every comparison of one of the lists is true.
  let alternatives: [[Comparison]]

  /// Throws `invalidField` when the text does not follow the grammar.
  init(_ text: String) throws(StudyRefusal) {
    var alternatives: [[Comparison]] = [[]]
    var rest = Substring(text)
    while true {
      let comparison = try Self.comparison(&rest, of: text)
      alternatives[alternatives.count - 1].append(comparison)
      rest = rest.drop(while: \.isWhitespace)
      guard !rest.isEmpty else { break }
      if Self.takesWord("and", &rest) { continue }
      guard Self.takesWord("or", &rest) else {
        throw .invalidField("subset", "\"and\" or \"or\" is expected before \"\(rest)\"")
      }
      alternatives.append([])
    }
    self.alternatives = alternatives
  }

  var columns: [String] { alternatives.flatMap { $0.map(\.column) } }

  /// One answer per row; a missing value makes its comparison false.
  func mask(_ table: Table) throws(StudyRefusal) -> [Bool] {
    var mask = [Bool](repeating: false, count: table.rows)
    for alternative in alternatives {
      var all = [Bool](repeating: true, count: table.rows)
      for comparison in alternative {
        try Self.narrow(&all, comparison, table)
      }
      for row in mask.indices where all[row] { mask[row] = true }
    }
    return mask
  }

  private static func narrow(
    _ mask: inout [Bool], _ comparison: Comparison, _ table: Table
  ) throws(StudyRefusal) {
    let test = comparison.test
    switch comparison.value {
    case .number(let wanted):
      let values = try table.numbers(comparison.column)
      for row in mask.indices where mask[row] {
        mask[row] = !values[row].isNaN && holds(values[row], test, wanted)
      }
    case .text(let wanted):
      switch try table.column(comparison.column) {
      case .text(let values):
        for row in mask.indices where mask[row] {
          mask[row] = !values[row].isEmpty && holds(values[row], test, wanted)
        }
      case .numbers:
        throw .invalidField("subset", "\(comparison.column) holds numbers, not texts")
      }
    }
  }

  private static func holds<Value: Comparable>(_ a: Value, _ test: Operator, _ b: Value) -> Bool {
    switch test {
    case .equal: a == b
    case .unequal: a != b
    case .atMost: a <= b
    case .atLeast: a >= b
    case .below: a < b
    case .above: a > b
    }
  }

  private static func comparison(
    _ rest: inout Substring, of text: String
  ) throws(StudyRefusal) -> Comparison {
    rest = rest.drop(while: \.isWhitespace)
    let column = rest.prefix { !$0.isWhitespace && !"=!<>".contains($0) }
    rest = rest.dropFirst(column.count).drop(while: \.isWhitespace)
    guard !column.isEmpty,
      let test = Operator.allCases.first(where: { rest.hasPrefix($0.rawValue) })
    else {
      throw .invalidField("subset", "\"\(text)\" is no comparison of a column with a value")
    }
    rest = rest.dropFirst(test.rawValue.count).drop(while: \.isWhitespace)
    if let quote = rest.first, quote == "'" || quote == "\"" {
      let body = rest.dropFirst()
      guard let end = body.firstIndex(of: quote) else {
        throw .invalidField("subset", "a quotation mark is not closed in \"\(text)\"")
      }
      rest = body[body.index(after: end)...]
      return Comparison(column: String(column), test: test, value: .text(String(body[..<end])))
    }
    let literal = rest.prefix { !$0.isWhitespace }
    rest = rest.dropFirst(literal.count)
    guard let number = Double(literal) else {
      throw .invalidField("subset", "\"\(literal)\" is neither a number nor a quoted text")
    }
    return Comparison(column: String(column), test: test, value: .number(number))
  }

  private static func takesWord(_ word: String, _ rest: inout Substring) -> Bool {
    guard rest.hasPrefix(word), rest.dropFirst(word.count).first?.isWhitespace == true else {
      return false
    }
    rest = rest.dropFirst(word.count)
    return true
  }
}
