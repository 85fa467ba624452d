import Postgres

/// A month, a quarter or a year: `2026-03`, `2026-Q1`, `2026`.
package struct Period: Hashable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case month, quarter, year

    package var monthCount: Int {
      switch self {
      case .month: 1
      case .quarter: 3
      case .year: 12
      }
    }

    /// The next finer kind; nil for a month.
    package var finer: Kind? {
      switch self {
      case .month: nil
      case .quarter: .month
      case .year: .quarter
      }
    }
  }

  package let kind: Kind
  /// The first month, counted from the year 0.
  package let firstMonth: Int

  package init(_ kind: Kind, firstMonth: Int) {
    self.kind = kind
    self.firstMonth = firstMonth
  }

  /// The period of a kind in which a day lies.
  package init(_ kind: Kind, containing day: CalendarDate) {
    let month = day.year * 12 + day.month - 1
    self.init(kind, firstMonth: month - month % kind.monthCount)
  }

  /// As people and files write it. Nil for anything else.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, first.utf8.count == 4,
      first.utf8.allSatisfy({ (48...57).contains($0) }), let year = Int(first),
      (1950...2100).contains(year)
    else { return nil }
    switch parts.count {
    case 1: self.init(.year, firstMonth: year * 12)
    case 2 where parts[1].first == "Q" || parts[1].first == "q":
      guard let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter),
        parts[1].count == 2
      else { return nil }
      self.init(.quarter, firstMonth: year * 12 + (quarter - 1) * 3)
    case 2:
      guard parts[1].utf8.count == 2, let month = Int(parts[1]), (1...12).contains(month)
      else { return nil }
      self.init(.month, firstMonth: year * 12 + month - 1)
    default: return nil
    }
  }

  package var year: Int { firstMonth / 12 }
  /// The place in its year, counted from 1; 1 for a year.
  package var number: Int { firstMonth % 12 / kind.monthCount + 1 }
  package var months: Range<Int> { firstMonth..<(firstMonth + kind.monthCount) }

  package var startsOn: CalendarDate {
    CalendarDate(year: year, month: firstMonth % 12 + 1, day: 1) ?? CalendarDate(dayNumber: 0)
  }

  package var endsOn: CalendarDate { next.startsOn.adding(days: -1) }

  package var next: Period { Period(kind, firstMonth: firstMonth + kind.monthCount) }
  package var previous: Period { Period(kind, firstMonth: firstMonth - kind.monthCount) }

  /// The periods of the next finer kind that it is made of; none for a month.
  package var parts: [Period] {
    guard let finer = kind.finer else { return [] }
    return stride(from: firstMonth, to: months.upperBound, by: finer.monthCount).map {
      Period(finer, firstMonth: $0)
    }
  }

  /// The periods of a kind from one day to another, both included.
  package static func all(
    _ kind: Kind, from first: CalendarDate, through last: CalendarDate
  ) -> [Period] {
    let end = Period(kind, containing: last).firstMonth
    let start = Period(kind, containing: first).firstMonth
    guard start <= end else { return [] }
    return stride(from: start, through: end, by: kind.monthCount).map {
      Period(kind, firstMonth: $0)
    }
  }
}

extension Period: CustomStringConvertible {
  package var description: String {
    switch kind {
    case .year: "\(year)"
    case .quarter: "\(year)-Q\(number)"
    case .month: "\(year)-\(number < 10 ? "0" : "")\(number)"
    }
  }
}

extension Period: Comparable {
  package static func < (left: Period, right: Period) -> Bool {
    (left.firstMonth, left.kind.monthCount) < (right.firstMonth, right.kind.monthCount)
  }
}

extension Period: Codable, Shaped {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let period = Period(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no period")
    }
    self = period
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  package static var shape: Shape { .text(format: "period") }
  package static var sample: Period { Period(.year, firstMonth: 2026 * 12) }
}
