import Foundation

/// Reads a formula by recursive descent: sums of products of signed items.
struct FormulaParser {
  private let characters: [Character]
  private var place = 0
  private var depth = 0

  init(_ text: String) {
    characters = Array(text)
  }

  mutating func formula() throws(FormulaError) -> Formula.Node {
    skipSpaces()
    guard place < characters.count else { throw .empty }
    let node = try sum()
    guard place == characters.count else { throw unexpected() }
    return node
  }

  static func isName(_ text: String) -> Bool {
    guard let first = text.first, isNameStart(first) else { return false }
    return text.allSatisfy { isNameStart($0) || isDigit($0) }
  }

  private static func isNameStart(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character == "_")
  }

  private static func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }

  private mutating func sum() throws(FormulaError) -> Formula.Node {
    depth += 1
    guard depth <= Formula.deepest else { throw .tooDeep }
    var node = try product()
    while let sign = sign(of: [.plus, .minus]) {
      node = .combined(node, sign, try product())
    }
    depth -= 1
    return node
  }

  private mutating func product() throws(FormulaError) -> Formula.Node {
    var node = try item()
    while let sign = sign(of: [.times, .over]) {
      node = .combined(node, sign, try item())
    }
    return node
  }

  private mutating func item() throws(FormulaError) -> Formula.Node {
    skipSpaces()
    guard place < characters.count else { throw .endsEarly }
    let start = place
    switch characters[place] {
    case "-":
      place += 1
      depth += 1
      guard depth <= Formula.deepest else { throw .tooDeep }
      let node = Formula.Node.minus(try item())
      depth -= 1
      return node
    case "(":
      place += 1
      let node = try sum()
      guard place < characters.count else { throw .neverClosed(position: start + 1) }
      guard characters[place] == ")" else { throw unexpected() }
      place += 1
      skipSpaces()
      return node
    case "[":
      return try code(from: start)
    case let character where Self.isDigit(character):
      return .number(try number())
    case let character where Self.isNameStart(character):
      let name = take { Self.isNameStart($0) || Self.isDigit($0) }
      skipSpaces()
      return .name(name)
    default: throw unexpected()
    }
  }

  private mutating func code(from start: Int) throws(FormulaError) -> Formula.Node {
    place += 1
    let code = take { $0 != "]" }
    guard place < characters.count else { throw .neverClosed(position: start + 1) }
    guard !code.isEmpty else { throw unexpected() }
    place += 1
    skipSpaces()
    return .name(code)
  }

  private mutating func number() throws(FormulaError) -> Decimal {
    let start = place
    var text = take(while: Self.isDigit)
    if place < characters.count, characters[place] == "." {
      place += 1
      let decimals = take(while: Self.isDigit)
      guard !decimals.isEmpty else { throw unexpected() }
      text += "." + decimals
    }
    if place < characters.count, characters[place] == "," {
      throw .decimalComma(position: place + 1)
    }
    guard text.count <= 30,
      let number = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    else { throw .unexpected(position: start + 1) }
    skipSpaces()
    return number
  }

  private mutating func sign(of signs: [Formula.Sign]) -> Formula.Sign? {
    guard place < characters.count,
      let sign = signs.first(where: { $0.rawValue == characters[place] })
    else { return nil }
    place += 1
    return sign
  }

  private mutating func take(while isPart: (Character) -> Bool) -> String {
    let start = place
    while place < characters.count, isPart(characters[place]) { place += 1 }
    return String(characters[start..<place])
  }

  private mutating func skipSpaces() {
    while place < characters.count, characters[place].isWhitespace { place += 1 }
  }

  private func unexpected() -> FormulaError {
    place < characters.count ? .unexpected(position: place + 1) : .endsEarly
  }
}
