import Crypto
import Econometrics
import Foundation

/// The panel of a study, ready to be estimated on: who is treated from when, and who was left out.
struct StudyPanel: Sendable {
  let table: Table
  /// Names of the sectors that the column of sectors numbers.
  let sections: [String]
  let sample: StudySample
  /// Of each firm that is in the table, by its number there.
  let firms: [UUID]

  /// SHA-256 of the names and values of the columns, in order.
  func checksum() throws(StudyRefusal) -> String {
    var hash = SHA256()
    for name in table.names.sorted() {
      hash.update(data: Data("\(name)\n".utf8))
      // A key path in place of the closure is read at run time, value by value: a second for a province.
      let values = try table.numbers(name).map { $0.bitPattern.littleEndian }
      values.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
    return hash.finalize().map { String(format: "%02x", $0) }.joined()
  }
}

extension StudyPanel {
  /// - Parameter prices: price index by year, 1 in the base year; nil for values as they are.
  init(_ rows: StudyRows, _ description: StudyDescription, prices: [Int: Double]?) {
    var builder = StudyPanelBuilder(rows, description, prices: prices)
    builder.build()
    self = builder.panel()
  }
}

/// Goes through the rows firm by firm.
private struct StudyPanelBuilder {
  let rows: StudyRows
  let description: StudyDescription
  let prices: [Int: Double]?
  let firstPeriod: Int
  let lastPeriod: Int
  var sample = StudySample()
  var firms: [UUID] = []
  var columns = PanelColumns()
  var seen = (treated: (rows: 0, missing: 0), others: (rows: 0, missing: 0))
  let sections: [String]
  let communes: [String]

  init(_ rows: StudyRows, _ description: StudyDescription, prices: [Int: Double]?) {
    self.rows = rows
    self.description = description
    self.prices = prices
    firstPeriod = description.periodKind.ordinal(description.firstPeriod)
    lastPeriod = description.periodKind.ordinal(description.lastPeriod)
    sections = Set(rows.section).sorted()
    communes = Set(rows.commune).sorted()
    columns.reserve(rows.count)
  }

  mutating func build() {
    var start = 0
    while start < rows.count {
      var end = start
      while end < rows.count, rows.firm[end] == rows.firm[start] { end += 1 }
      take(start..<end)
      start = end
    }
    let arms = seen
    sample.missingAmongTreated = Self.share(arms.treated.missing, arms.treated.rows)
    sample.missingAmongOthers = Self.share(arms.others.missing, arms.others.rows)
    sample.firmsUsed = firms.count
    sample.rowsUsed = columns.firm.count
  }

  private static func share(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }

  private mutating func take(_ range: Range<Int>) {
    let inside = range.filter { (firstPeriod...lastPeriod).contains(Int(rows.period[$0])) }
    guard !inside.isEmpty else { return }
    sample.count(\.firmsInAll)
    let firm = Int(rows.firm[range.lowerBound])
    guard isOfPopulation(firm, inside) else {
      sample.count(\.outsidePopulation)
      return
    }
    let values = inside.map { (row: $0, value: outcome($0)) }
    let present = values.filter { !$0.value.isNaN }
    guard !present.isEmpty else {
      sample.count(\.withoutIndicator)
      return
    }
    let cohort = adoption(range, rows.first, description.treatment)
    if cohort == firstPeriod {
      sample.count(\.alwaysTreated)
    } else if cohort == 0 {
      sample.count(\.neverTreated)
    } else {
      sample.count(\.treated)
    }
    sample.staffJumps = (sample.staffJumps ?? 0) + (jumps(inside) ? 1 : 0)
    let span = lastPeriod - firstPeriod + 1
    if cohort == 0 {
      seen.others.rows += span
      seen.others.missing += span - present.count
    } else {
      seen.treated.rows += span
      seen.treated.missing += span - present.count
    }
    let second = description.secondTreatment.map { adoption(range, rows.second, $0) }
    let dose = cohort == 0 ? 0 : range.reduce(0) { $0 + rows.hours[$1] }
    let number = Double(firms.count)
    let sector = Self.code(rows.section[firm], sections)
    let commune = Self.code(rows.commune[firm], communes)
    firms.append(rows.firms[firm])
    for (row, value) in present {
      columns.firm.append(number)
      columns.period.append(Double(rows.period[row]))
      columns.outcome.append(value)
      columns.cohort.append(Double(cohort))
      columns.sector.append(sector)
      columns.dose.append(dose)
      columns.commune.append(commune)
      columns.people.append(rows.people[row])
      columns.share.append(rows.share[row])
      if let second { columns.second.append(Double(second)) }
    }
  }

  private func jumps(_ inside: [Int]) -> Bool {
    zip(inside.dropFirst(), inside).contains { later, earlier in
      let (now, before) = (rows.people[later], rows.people[earlier])
      return rows.period[later] == rows.period[earlier] + 1 && before > 0 && now.isFinite
        && abs(now - before) > 0.7 * before
    }
  }

  private static func code(_ label: String, _ labels: [String]) -> Double {
    Double(labels.firstIndex(of: label) ?? -1)
  }

  /// The size is that of the first period in which it is known.
  private func isOfPopulation(_ firm: Int, _ inside: [Int]) -> Bool {
    if !description.sections.isEmpty, !description.sections.contains(rows.section[firm]) {
      return false
    }
    guard !description.sizes.isEmpty else { return true }
    let size = inside.lazy.map { rows.size[$0] }.first { !$0.isEmpty }
    return size.map(description.sizes.contains) ?? false
  }

  private mutating func outcome(_ row: Int) -> Double {
    var value = rows.value[row]
    guard !value.isNaN else { return .nan }
    if let prices {
      let year = description.periodKind.year(ofOrdinal: Int(rows.period[row]))
      guard let index = prices[year] else {
        sample.count(\.rowsWithoutPrices)
        return .nan
      }
      value /= index
    }
    if description.isLogarithm, value <= 0 {
      sample.count(\.rowsWithoutLogarithm)
      return .nan
    }
    return value
  }

  /// First period in which the rule is met, no earlier than the first of the study; 0 for never.
  private func adoption(
    _ range: Range<Int>, _ signal: [Double], _ rule: TreatmentRule
  ) -> Int {
    var sum = 0.0
    for row in range where Int(rows.period[row]) <= lastPeriod {
      let value = signal[row].isNaN ? 0 : signal[row]
      sum = rule.isSummed ? sum + value : value
      if rule.isReached(sum) { return max(Int(rows.period[row]), firstPeriod) }
    }
    return 0
  }

  func panel() -> StudyPanel {
    var columns = columns
    if let share = description.winsorisedShare {
      columns.outcome = Winsorised(columns.outcome, lower: share, upper: 1 - share).values
    }
    let table = Table(
      rows: columns.firm.count,
      columns: columns.named(withSecond: description.secondTreatment != nil))
    return StudyPanel(table: table, sections: sections, sample: sample, firms: firms)
  }
}

/// The columns while they grow, each an array of its own: a dictionary of them would be searched ten times
/// for every row.
private struct PanelColumns {
  var firm: [Double] = []
  var period: [Double] = []
  var outcome: [Double] = []
  var cohort: [Double] = []
  var sector: [Double] = []
  var dose: [Double] = []
  var commune: [Double] = []
  var people: [Double] = []
  var share: [Double] = []
  var second: [Double] = []

  mutating func reserve(_ rows: Int) {
    firm.reserveCapacity(rows)
    period.reserveCapacity(rows)
    outcome.reserveCapacity(rows)
    cohort.reserveCapacity(rows)
    sector.reserveCapacity(rows)
    dose.reserveCapacity(rows)
    commune.reserveCapacity(rows)
    people.reserveCapacity(rows)
    share.reserveCapacity(rows)
  }

  func named(withSecond: Bool) -> [(String, Table.Column)] {
    var named: [(String, Table.Column)] = [
      (ImpactColumn.firm, .numbers(firm)),
      (ImpactColumn.period, .numbers(period)),
      (ImpactColumn.outcome, .numbers(outcome)),
      (ImpactColumn.cohort, .numbers(cohort)),
      (ImpactColumn.sector, .numbers(sector)),
      (ImpactColumn.dose, .numbers(dose)),
      (StudyColumn.commune, .numbers(commune)),
      (StudyColumn.people, .numbers(people)),
      (StudyColumn.share, .numbers(share)),
    ]
    if withSecond { named.append((ImpactColumn.second, .numbers(second))) }
    return named
  }
}
