import Postgres

/// A number with a fixed count of decimals, written as `numeric` without a detour over text.
struct DemoDecimal: Hashable, Sendable {
  /// The number times 10 to the power of `decimals`.
  let units: Int
  /// 0 to 4.
  let decimals: Int

  init(_ whole: Int) {
    units = whole
    decimals = 0
  }

  /// - Parameter value: is rounded half away from zero.
  init(_ value: Double, decimals: Int) {
    self.init(units: Int((value * Double(Self.power(decimals))).rounded()), decimals: decimals)
  }

  init(units: Int, decimals: Int) {
    self.units = units
    self.decimals = decimals
  }

  var value: Double { Double(units) / Double(Self.power(decimals)) }

  private static func power(_ exponent: Int) -> Int {
    [1, 10, 100, 1000, 10_000][exponent]
  }
}

/// Source: `numeric_send` of PostgreSQL: count, weight, sign and scale, then digits of base 10,000.
extension DemoDecimal: PostgresEncodable {
  static var postgresType: PostgresType { .numeric }
  static var postgresArrayType: PostgresType { .numericArray }

  func encode(into bytes: inout [UInt8]) {
    let power = Self.power(decimals)
    var whole = units.magnitude / UInt(power)
    let rest = units.magnitude % UInt(power) * UInt(10_000 / power)
    var groups: [Int] = []
    while whole > 0 {
      groups.append(Int(whole % 10_000))
      whole /= 10_000
    }
    groups.reverse()
    let weight = groups.count - 1
    if rest > 0 { groups.append(Int(rest)) }
    let fields = [groups.count, weight, units < 0 ? 0x4000 : 0, decimals] + groups
    for field in fields {
      bytes.append(UInt8(truncatingIfNeeded: field >> 8))
      bytes.append(UInt8(truncatingIfNeeded: field))
    }
  }
}
