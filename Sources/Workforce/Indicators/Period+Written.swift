extension Period {
  /// As people write it above a column: `Q1/2026`, `Quý I năm 2026`, `T3/2026`, `03/2026`, `Năm 2025`,
  /// `Mar 2026`, or a date on the first of a month. Nil for anything else.
  package init?(written text: String) {
    if let exact = Period(text.tidied) {
      self = exact
      return
    }
    guard text.utf8.count <= 40 else { return nil }
    let filler: Set = ["nam", "year", "ky", "fy", "of", "so", "lieu", "thuc", "hien"]
    let words = Self.words(of: text).filter { !filler.contains($0) }
    guard let year = Self.year(in: words) else { return nil }
    let rest = words.filter { $0 != "\(year)" }
    switch (rest.count, words.count - rest.count) {
    case (0, 1): self.init(.year, firstMonth: year * 12)
    case (1, 1), (2, 1):
      guard let part = Self.part(rest, isYearFirst: words.first == "\(year)") else { return nil }
      switch part {
      case .quarter(let number): self.init(.quarter, firstMonth: year * 12 + (number - 1) * 3)
      case .month(let number): self.init(.month, firstMonth: year * 12 + number - 1)
      }
    default: return nil
    }
  }

  private enum Part {
    case quarter(Int)
    case month(Int)
  }

  /// Letters and digits apart: `q1` is `q`, `1`.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var current = ""
    for character in FoldedText(text).value {
      let isWord = character.isLetter || character.isNumber
      if !isWord || current.last.map({ $0.isNumber != character.isNumber }) == true {
        if !current.isEmpty { words.append(current) }
        current = ""
      }
      if isWord { current.append(character) }
    }
    return current.isEmpty ? words : words + [current]
  }

  private static func year(in words: [String]) -> Int? {
    let years = words.compactMap { $0.count == 4 ? Int($0) : nil }.filter {
      (1990...2100).contains($0)
    }
    return years.count == 1 ? years[0] : nil
  }

  private static func part(_ words: [String], isYearFirst: Bool) -> Part? {
    let quarters: Set = ["q", "quy", "quarter"]
    let months: Set = ["t", "th", "thang", "m", "month"]
    let roman = ["i", "ii", "iii", "iv"]
    switch words.count {
    case 1:
      if let quarter = roman.firstIndex(of: words[0]) { return .quarter(quarter + 1) }
      if let month = monthNames.firstIndex(where: { [$0, String($0.prefix(3))].contains(words[0]) })
      {
        return .month(month + 1)
      }
      return month(words[0])
    default:
      if quarters.contains(words[0]) {
        let number = roman.firstIndex(of: words[1]).map { $0 + 1 } ?? Int(words[1])
        return number.flatMap { (1...4).contains($0) ? .quarter($0) : nil }
      }
      if months.contains(words[0]) { return month(words[1]) }
      // A date that stands for its month: 01/03/2026, 2026-03-01.
      let (day, number) = isYearFirst ? (words[1], words[0]) : (words[0], words[1])
      return Int(day) == 1 ? month(number) : nil
    }
  }

  private static let monthNames = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october",
    "november", "december",
  ]

  private static func month(_ text: String) -> Part? {
    guard text.count <= 2, let number = Int(text), (1...12).contains(number) else { return nil }
    return .month(number)
  }
}
