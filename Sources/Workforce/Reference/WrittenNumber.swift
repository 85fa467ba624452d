/// A number with thousands and decimals written in either of the two ways, or refused.
struct WrittenNumber {
  let whole: String
  let decimals: String

  /// `isScaled`: a word such as tỷ follows, so that decimals make sense.
  init(_ text: Substring, isScaled: Bool) throws(MoneyTextError) {
    let groups = text.split(omittingEmptySubsequences: false) { ".,' ".contains($0) }
    guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      throw .notANumber
    }
    let signs = text.filter { ".,' ".contains($0) }
    let tail = groups[groups.count - 1]
    let head = groups.dropLast()
    let isGrouped = Self.areGroups(groups)

    if signs.isEmpty {
      whole = String(text)
      decimals = ""
    } else if Set(signs).count == 1 && (signs.count > 1 || " '".contains(signs.prefix(1))) {
      guard isGrouped else { throw .notANumber }
      whole = groups.joined()
      decimals = ""
    } else if signs.count == 1 && tail.count == 3 && !isScaled {
      // 0,125 is a part of a đồng; 1250,000 lacks a separator or has decimals.
      guard isGrouped else { throw head[0] == "0" ? .fraction : .ambiguous }
      whole = groups.joined()
      decimals = ""
    } else if signs.count == 1 {
      guard !isGrouped else { throw .ambiguous }
      whole = String(head[0])
      decimals = String(tail)
    } else {
      let isDecimalLast = Set(signs.dropLast()).count == 1 && ".,".contains(signs.suffix(1))
      guard isDecimalLast, Self.areGroups(Array(head)) else { throw .notANumber }
      guard tail.count != 3 else { throw .ambiguous }
      whole = head.joined()
      decimals = String(tail)
    }
  }

  /// The product, which must be a whole number.
  func times(_ factor: Int64) throws(MoneyTextError) -> Int64 {
    var digits = decimals[...]
    while digits.last == "0" { digits.removeLast() }
    guard let number = Int64(whole) else { throw .tooLarge }
    var (total, overflows) = number.multipliedReportingOverflow(by: factor)
    var unit = factor
    for digit in digits.utf8 {
      guard unit % 10 == 0 else { throw .fraction }
      unit /= 10
      let (sum, carries) = total.addingReportingOverflow(Int64(digit - 48) * unit)
      total = sum
      overflows = overflows || carries
    }
    guard !overflows else { throw .tooLarge }
    return total
  }

  /// One to three digits, not led by a zero, then threes.
  private static func areGroups(_ groups: [Substring]) -> Bool {
    (1...3).contains(groups[0].count) && !groups[0].hasPrefix("0")
      && groups.dropFirst().allSatisfy { $0.count == 3 }
  }
}
