import Econometrics

/// What a study was made of, and what was left out of it. A count is nil where it is of few firms, or
/// where one of few would follow from it; `hidden` names those.
package struct StudySample: Codable, Equatable, Sendable {
  /// Firms of the province with a row in the periods of the study.
  package var firmsInAll: Int? = 0
  package var firmsUsed: Int? = 0
  package var rowsUsed: Int? = 0
  package var treated: Int? = 0
  package var neverTreated: Int? = 0
  /// Of another sector or size than the study asks for.
  package var outsidePopulation: Int? = 0
  /// Without one value of the indicator.
  package var withoutIndicator: Int? = 0
  /// Treated in the first period already: nothing is known from before.
  package var alwaysTreated: Int? = 0
  /// Without a price index for one of its years, counted in rows.
  package var rowsWithoutPrices: Int? = 0
  /// At or below 0, where the study takes logarithms, counted in rows.
  package var rowsWithoutLogarithm: Int? = 0
  /// Firms whose staff changed by more than 70 % from one period to the next: a merger, a split or a
  /// change of identity that somebody should map. Nil in older runs.
  package var staffJumps: Int?
  /// Share of firm-periods without a value among firms that are treated at some time, and others.
  package var missingAmongTreated = 0.0
  package var missingAmongOthers = 0.0
  /// Names of the counts that are not told; nil before anything was taken out.
  package private(set) var hidden: [String]?

  mutating func count(_ kind: WritableKeyPath<StudySample, Int?>) {
    self[keyPath: kind] = (self[keyPath: kind] ?? 0) + 1
  }
}

extension StudySample {
  private typealias Kind = (name: String, path: any WritableKeyPath<StudySample, Int?> & Sendable)

  /// Those that are left out are the firms in all less those used, and firms treated always are those
  /// used less those of the headline, which is told. Counts of rows stand alone.
  private static let leftOut: [Kind] = [
    ("outsidePopulation", \.outsidePopulation), ("withoutIndicator", \.withoutIndicator),
  ]
  private static let used: [Kind] = [
    ("firmsUsed", \.firmsUsed), ("rowsUsed", \.rowsUsed), ("treated", \.treated),
    ("neverTreated", \.neverTreated),
  ]
  private static let alone: [Kind] = [
    ("alwaysTreated", \.alwaysTreated), ("rowsWithoutPrices", \.rowsWithoutPrices),
    ("rowsWithoutLogarithm", \.rowsWithoutLogarithm), ("staffJumps", \.staffJumps),
  ]

  /// As it may be read: no count from 1 to `limit` less one, and none by which one follows.
  func suppressed(below limit: Int) -> StudySample {
    func isFew(_ kind: Kind) -> Bool { (1..<limit).contains(self[keyPath: kind.path] ?? 0) }
    var gone = Self.alone.filter(isFew)
    if isFew(("alwaysTreated", \.alwaysTreated)) {
      // Those used are also those in all less those that were left out.
      gone += Self.used + [("firmsInAll", \.firmsInAll)]
    }
    if Self.leftOut.contains(where: isFew) {
      let sizes = Self.leftOut.enumerated().map { ($0, [self[keyPath: $1.path] ?? 0]) }
      let small = SmallGroups(Dictionary(uniqueKeysWithValues: sizes), below: limit)
      gone += small.hidden.sorted().map { Self.leftOut[$0] }
      // One hidden with an empty one follows from the whole.
      if !small.mayShow(small.hidden) || small.hidden.contains(where: { sizes[$0].1 == [0] }) {
        if !gone.contains(where: { $0.name == "firmsInAll" }) {
          gone.append(("firmsInAll", \.firmsInAll))
        }
      }
    }
    var sample = self
    for kind in gone { sample[keyPath: kind.path] = nil }
    sample.hidden = gone.map(\.name)
    return sample
  }
}
