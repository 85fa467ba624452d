import Postgres

/// An invented slice of Khánh Hòa: the same seed, size and day give the same rows.
package struct DemoProvince: Sendable, Hashable {
  /// 1 to 35,000; the first twelve are the same in every province.
  package let firms: Int
  package let seed: UInt64
  /// Three years of training lie before this day and three months after it.
  package let today: CalendarDate

  package init(firms: Int, seed: UInt64, today: CalendarDate) {
    precondition((1...35_000).contains(firms))
    self.firms = firms
    self.seed = seed
    self.today = today
  }

  /// Firms that train together.
  static let circleSize = 20

  var circleCount: Int { (firms + Self.circleSize - 1) / Self.circleSize }

  func firmNumbers(ofCircle circle: Int) -> Range<Int> {
    let first = circle * Self.circleSize
    return first..<min(first + Self.circleSize, firms)
  }
}
