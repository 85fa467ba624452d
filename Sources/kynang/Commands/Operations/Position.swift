/// A number as a type. The parser knows commands by their types alone, and the registry is known only
/// when the program runs; so the command of the nth operation is a generic type over n, built from
/// its binary digits.
protocol Position: Sendable {
  static var value: Int { get }
}

enum Zero: Position {
  static let value = 0
}

enum Twice<Half: Position>: Position {
  static var value: Int { 2 * Half.value }
}

enum TwicePlusOne<Half: Position>: Position {
  static var value: Int { 2 * Half.value + 1 }
}

enum Positions {
  static func position(_ number: Int) -> any Position.Type {
    guard number > 0 else { return Zero.self }
    func grown<Half: Position>(_ half: Half.Type) -> any Position.Type {
      number.isMultiple(of: 2) ? Twice<Half>.self : TwicePlusOne<Half>.self
    }
    return grown(position(number / 2))
  }
}
