/// Finds the header of a table below its titles, and what its columns hold, by accepted names.
package struct HeaderFinder<Field: Hashable & Sendable>: Sendable {
  private struct Name: Sendable {
    let field: Field
    let key: HeadingKey
    /// To be offered rather than passed over.
    let words: [Substring]
  }

  private let names: [Name]
  private let exact: [String: Field]
  private let joined: [String: Field]
  private let remembered: [HeadingKey: Field?]

  /// What stands between the two texts of a heading of two rows.
  private static var between: String { " / " }

  /// How sure one must be to take a column for a field.
  private static var enough: Double { 0.8 }

  /// - Parameters:
  ///   - names: what each field is called, in any language; the first name of two fields that share
  ///     one wins.
  ///   - remembered: what a person said of a heading before; nil for "not to be read".
  package init(_ names: [(Field, [String])], remembered: [HeadingKey: Field?]) {
    self.names = names.flatMap { field, texts in
      texts.map { text in
        let key = HeadingKey(text)
        return Name(field: field, key: key, words: key.words)
      }
    }
    exact = Dictionary(self.names.map { ($0.key.value, $0.field) }) { first, _ in first }
    joined = Dictionary(self.names.map { ($0.key.joined, $0.field) }) { first, _ in first }
    self.remembered = remembered
  }

  /// Nil when no row looks like a header. `rows` are the first of the sheet; forty are enough.
  package func find(in rows: [Row]) -> HeaderMatch<Field>? {
    var best: (score: Double, match: HeaderMatch<Field>)?
    for (index, row) in rows.enumerated() {
      let above = index > 0 && rows[index - 1].number == row.number - 1 ? rows[index - 1] : nil
      // A header of one row is preferred: the second must add to it.
      for upper in [nil, above] where upper != nil || row.number >= 1 {
        let match = match(upper: upper, row)
        let score = score(match)
        if score > (best?.score ?? 0) { best = (score, match) }
        if above == nil { break }
      }
    }
    return best?.match
  }

  /// The sum of how sure each field is; 0 for a row that is not one of headings.
  private func score(_ match: HeaderMatch<Field>) -> Double {
    var sure: [Field: Double] = [:]
    for column in match.columns {
      guard let field = column.field else { continue }
      sure[field] = max(sure[field] ?? 0, column.certainty)
    }
    let headings = Set(match.columns.map(\.heading)).count
    // One word of a title may be the name of a field; one of few headings may be all there is, and so may
    // "Họ và tên" between others that nobody knows.
    let isUnmistakable = match.columns.contains {
      $0.field != nil && $0.certainty == 1
        && ($0.span.count > 1
          || HeadingKey($0.heading).words.count > 1 && !$0.heading.contains(Self.between))
    }
    guard sure.count > 1 || (sure.count == 1 && (headings <= 2 || isUnmistakable)) else { return 0 }
    return sure.values.reduce(0, +)
  }

  private func match(upper: Row?, _ row: Row) -> HeaderMatch<Field> {
    var last = row.number
    var columns: [HeaderMatch<Field>.Column] = []
    let indices = Set((upper?.cells ?? []).map(\.column) + row.cells.map(\.column)).sorted()
    for index in indices {
      let lower = row.cell(index)
      let texts = Self.headings(upper?.cell(index), lower)
      guard let heading = texts.shown else { continue }
      let found = texts.candidates.map(field).max { $0.certainty < $1.certainty }
      if let range = lower?.merged { last = max(last, range.rows.upperBound) }
      let isSure = (found?.certainty ?? 0) >= Self.enough
      columns.append(
        HeaderMatch.Column(
          column: index, heading: heading, field: isSure ? found?.field : nil,
          suggestion: isSure ? nil : found?.field, certainty: found?.certainty ?? 0,
          span: lower?.merged?.columns ?? index...index))
    }
    // A merged title says nothing of how far the header reaches.
    last = min(last, row.number + 3)
    return HeaderMatch(rows: (upper?.number ?? row.number)...last, columns: columns)
  }

  private static func headings(
    _ upper: Cell?, _ lower: Cell?
  ) -> (shown: String?, candidates: [HeadingKey]) {
    func text(_ cell: Cell?) -> String? {
      guard
        let shown = cell?.value.shown.split(whereSeparator: \.isWhitespace)
          .joined(separator: " "), !shown.isEmpty, shown.count <= 200
      else { return nil }
      return shown
    }
    let top = text(upper)
    let bottom = text(lower)
    guard let top, let bottom, top != bottom else {
      return ((bottom ?? top), [bottom ?? top].compactMap { $0.map { HeadingKey($0) } })
    }
    return (
      top + between + bottom,
      [bottom, "\(top) \(bottom)", "\(bottom) \(top)", top].map { HeadingKey($0) }
    )
  }

  private func field(_ key: HeadingKey) -> (field: Field?, certainty: Double) {
    if let known = remembered[key] { return (known, known == nil ? 0 : 1) }
    if let field = exact[key.value] { return (field, 1) }
    if let field = joined[key.joined] { return (field, 0.95) }
    var best: (field: Field?, certainty: Double) = (nil, 0)
    let words = key.words
    for name in names {
      let certainty = certainty(key, words, name)
      if certainty > best.certainty { best = (name.field, certainty) }
    }
    return best
  }

  /// One letter amiss in a long name is a slip; a name among other words may mean another thing, as
  /// "ngày vào Đảng" is not the day somebody started.
  private func certainty(_ key: HeadingKey, _ words: [Substring], _ name: Name) -> Double {
    if name.key.value.count >= 7, Self.isOneLetterApart(name.key.value, key.value) { return 0.85 }
    guard !name.words.isEmpty, words.count > name.words.count else { return 0 }
    let holds = (0...(words.count - name.words.count)).contains {
      words[$0..<($0 + name.words.count)].elementsEqual(name.words)
    }
    return holds ? 0.3 + 0.4 * Double(name.words.count) / Double(words.count) : 0
  }

  private static func isOneLetterApart(_ first: String, _ second: String) -> Bool {
    let one = Array(first.utf8)
    let other = Array(second.utf8)
    guard abs(one.count - other.count) <= 1 else { return false }
    let start = zip(one, other).prefix { $0 == $1 }.count
    let end = zip(one.reversed(), other.reversed()).prefix { $0 == $1 }.count
    return start + end >= max(one.count, other.count) - 1
  }
}
