/// What amounts of a table are written in: `triệu đồng`, `tỷ đồng`, `USD`, `giờ`.
///
/// Where it stands differs: in a column, in brackets after a heading, or in a line above the table. To
/// pass over it would be wrong by a factor of a million.
enum AmountUnit {
  /// Scales of money by the folded words that name them; longer words first.
  private static let scales: [(word: String, scale: String)] = [
    ("trieu", "triệu"), ("nghin", "nghìn"), ("ngan", "nghìn"), ("1000", "nghìn"),
    ("1 000", "nghìn"), ("ty", "tỷ"), ("ti", "tỷ"), ("trd", "triệu"), ("tr", "triệu"),
    ("million", "triệu"), ("billion", "tỷ"), ("thousand", "nghìn"),
  ]

  private static let money: Set<String> = ["dong", "vnd", "d", "₫", "vnđ"]

  /// `Đơn vị tính: triệu đồng`, in any cell of a row above the headings.
  static func stated(in texts: [String]) -> String? {
    for text in texts {
      let parts = text.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { continue }
      let key = FoldedText(parts[0]).value
      let isUnit = ["don vi tinh", "dvt", "don vi", "unit", "units"].contains { key.hasSuffix($0) }
      if isUnit, isOfMoney(String(parts[1])) { return String(parts[1]).tidied }
    }
    return nil
  }

  /// `Giá trị (triệu đồng)`; nil for brackets that name no unit of money.
  static func inBrackets(of heading: String) -> String? {
    guard let opening = heading.lastIndex(where: { "([".contains($0) }) else { return nil }
    let inside = heading[heading.index(after: opening)...].prefix { !")]".contains($0) }
    let unit = String(inside).replacing("ĐVT:", with: "").replacing("đvt:", with: "").tidied
    return isOfMoney(unit) ? unit : nil
  }

  /// Whether a unit is đồng, or so many of them.
  static func isOfMoney(_ unit: String) -> Bool {
    let words = words(of: unit)
    return words.contains { money.contains($0) }
      || (words.count <= 2 && scale(of: unit) != nil)
  }

  /// The text with the scale of its unit behind it, unless it names one itself.
  static func written(_ text: String, in unit: String?) -> WrittenValue {
    guard let unit, let scale = scale(of: unit), !text.contains(where: \.isLetter) else {
      return WrittenValue(text)
    }
    return WrittenValue("\(text) \(scale)")
  }

  private static func scale(of unit: String) -> String? {
    let words = words(of: unit)
    let whole = words.joined(separator: " ")
    return scales.first { words.contains($0.word) || whole.hasPrefix("\($0.word) ") }?.scale
  }

  private static func words(of unit: String) -> [String] {
    FoldedText(unit).value.split { !$0.isLetter && !$0.isNumber && $0 != "₫" }.map(String.init)
  }
}
