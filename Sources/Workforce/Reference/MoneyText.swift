/// Why a text is no amount of đồng. It never carries the text.
package enum MoneyTextError: String, Error, CaseIterable, Sendable {
  case empty
  case notANumber
  /// Two readings differ, such as 1.250 tỷ or 1.250,000; neither is guessed.
  case ambiguous
  /// A part of a đồng: there is no minor unit.
  case fraction
  case tooLarge
}

/// An amount as people write it: `1.250.000`, `1,250,000 ₫`, `1 250 000 đồng`, `1,25 tỷ`, `850tr`.
///
/// A single separator before three digits groups them (`850.000`), since a đồng has no parts;
/// before tỷ, triệu or nghìn it might as well be a decimal sign, and is refused.
package struct MoneyText: Hashable, Sendable {
  /// Whole đồng, negative with a leading minus sign.
  package let amountVND: Int64

  package init(_ text: some StringProtocol) throws(MoneyTextError) {
    var rest = FoldedText(text).value[...]
    guard !rest.isEmpty else { throw .empty }
    let isNegative = rest.removePrefix(["-", "\u{2212}"]) != nil
    _ = rest.removePrefix(["vnd", "₫"])
    _ = rest.removeSuffix(["vnd", "dong", "₫", "d"])
    let unit = rest.removeSuffix(Self.units.map(\.word))
    let factor = Self.units.first { $0.word == unit }?.factor ?? 1
    let number = try WrittenNumber(rest, isScaled: factor > 1)
    let amount = try number.times(factor)
    amountVND = isNegative ? -amount : amount
  }

  // Longer words first: "trieu" before "tr".
  private static let units: [(word: String, factor: Int64)] = [
    ("trieu", 1_000_000), ("nghin", 1_000), ("ngan", 1_000), ("ty", 1_000_000_000),
    ("ti", 1_000_000_000), ("tr", 1_000_000), ("k", 1_000),
  ]
}

extension Substring {
  /// Takes the first of the words that stands at the start, and the spaces after it.
  fileprivate mutating func removePrefix(_ words: [String]) -> String? {
    guard let word = words.first(where: { hasPrefix($0) }) else { return nil }
    self = dropFirst(word.count).drop { $0 == " " }
    return word
  }

  /// Takes the first of the words that stands at the end, and the spaces before it.
  fileprivate mutating func removeSuffix(_ words: [String]) -> String? {
    guard let word = words.first(where: { hasSuffix($0) }) else { return nil }
    self = dropLast(word.count)
    while last == " " { removeLast() }
    return word
  }
}
