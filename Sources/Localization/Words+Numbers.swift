import Foundation

/// Numbers and money as people here write them: `1.250.000 ₫` in Vietnamese, `1,250,000 ₫` in English.
extension Words {
  package func number(_ value: Int) -> String {
    grouped(String(value.magnitude), isNegative: value < 0)
  }

  /// - Parameter decimals: digits after the decimal mark, rounded half away from zero.
  package func number(_ value: Double, decimals: Int) -> String {
    guard value.isFinite else { return "–" }
    return number(Decimal(value), decimals: decimals)
  }

  package func number(_ value: Decimal, decimals: Int) -> String {
    var exact = value
    var rounded = Decimal()
    NSDecimalRound(&rounded, &exact, decimals, .plain)
    let text = NSDecimalNumber(decimal: rounded.magnitude)
      .description(withLocale: Foundation.Locale(identifier: "en_US_POSIX"))
    let parts = text.split(separator: ".", maxSplits: 1)
    let whole = grouped(String(parts.first ?? "0"), isNegative: rounded < 0)
    guard decimals > 0 else { return whole }
    let fraction = parts.count > 1 ? String(parts[1]) : ""
    return whole + decimalMark + fraction.padding(toLength: decimals, withPad: "0", startingAt: 0)
  }

  /// - Parameter amount: whole đồng.
  package func money(_ amount: Int) -> String {
    number(amount) + "\u{00A0}₫"
  }

  /// - Parameter amount: đồng; a fraction of one is rounded away.
  package func money(_ amount: Decimal) -> String {
    number(amount, decimals: 0) + "\u{00A0}₫"
  }

  /// - Parameter share: 0…1.
  package func percent(_ share: Double, decimals: Int) -> String {
    number(share * 100, decimals: decimals) + "\u{00A0}%"
  }

  private var groupMark: String {
    switch language {
    case .vi: "."
    case .en: ","
    }
  }

  private var decimalMark: String {
    switch language {
    case .vi: ","
    case .en: "."
    }
  }

  private func grouped(_ digits: String, isNegative: Bool) -> String {
    var groups: [Substring] = []
    var rest = digits[...]
    while rest.count > 3 {
      groups.insert(rest.suffix(3), at: 0)
      rest = rest.dropLast(3)
    }
    groups.insert(rest, at: 0)
    return (isNegative ? "−" : "") + groups.joined(separator: groupMark)
  }
}
