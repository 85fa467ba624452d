/// Which separator a text has, judged by its first records: the right one gives rows of one width.
struct SeparatorGuess {
  let separator: Separator
  let certainty: Double
  /// Where the table starts: behind `sep=;`, which Excel takes for an instruction.
  let start: Int

  private static let records = 50
  /// Blank lines say nothing, and there may be millions.
  private static let lines = 1_000

  init(_ text: [UInt8]) {
    if let told = Self.told(text) {
      self = told
      return
    }
    let scored = Separator.allCases.map { ($0, Self.score(text, $0)) }
      .sorted { $0.1 > $1.1 }
    separator = scored[0].1 > 0 ? scored[0].0 : .comma
    start = 0
    if scored[0].1 > 0 {
      certainty = scored[0].1 / (scored[0].1 + scored[1].1)
    } else {
      // One column. Sure unless a separator stands somewhere in it.
      certainty = text.prefix(65_536).contains { [0x2c, 0x3b, 0x09].contains($0) } ? 0.4 : 1
    }
  }

  private init(separator: Separator, certainty: Double, start: Int) {
    self.separator = separator
    self.certainty = certainty
    self.start = start
  }

  private static func told(_ text: [UInt8]) -> SeparatorGuess? {
    let line = text.prefix(8).prefix { $0 != UInt8(ascii: "\n") }
    let words = String(decoding: line, as: UTF8.self).trimmingSuffix { $0 == "\r" }
    guard words.count == 5, words.lowercased().hasPrefix("sep="), let sign = words.last,
      let separator = Separator(rawValue: sign)
    else { return nil }
    return SeparatorGuess(
      separator: separator, certainty: 1, start: min(text.count, line.count + 1))
  }

  /// How many of the records have the most frequent width, times that width's merit; 0 when no
  /// record is wider than one field.
  private static func score(_ text: [UInt8], _ separator: Separator) -> Double {
    var parser = DelimitedParser(
      text, from: 0, separator: separator.byte, mostFields: 16_384, longestField: 100_000)
    var widths: [Int: Int] = [:]
    var count = 0
    do {
      var read = 0
      while count < records, read < lines, let record = try parser.next() {
        read += 1
        if record.fields.allSatisfy({ $0.isEmpty }) { continue }
        widths[record.fields.count, default: 0] += 1
        count += 1
      }
    } catch {
      // Too few records before the fault say nothing; the fault itself is told when it is read.
      if count < 2 { return 0 }
    }
    guard count > 0,
      let best = widths.filter({ $0.key > 1 }).max(by: { ($0.value, $0.key) < ($1.value, $1.key) })
    else { return 0 }
    let share = Double(best.value) / Double(count)
    return share * share * (1 - 1 / Double(best.key))
  }
}

extension StringProtocol {
  fileprivate func trimmingSuffix(while isDropped: (Character) -> Bool) -> SubSequence {
    var rest = self[...]
    while let last = rest.last, isDropped(last) { rest.removeLast() }
    return rest
  }
}
