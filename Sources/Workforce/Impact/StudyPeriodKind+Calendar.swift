import Postgres

extension StudyPeriodKind {
  private var months: Int {
    switch self {
    case .month: 1
    case .quarter: 3
    case .year: 12
    }
  }

  /// Number of the period in which a day lies, rising by one from each to the next.
  package func ordinal(_ day: CalendarDate) -> Int {
    (day.year * 12 + day.month - 1) / months
  }

  /// Whether a day is the first of its period.
  package func starts(_ day: CalendarDate) -> Bool {
    day.day == 1 && (day.month - 1) % months == 0
  }

  package func year(ofOrdinal ordinal: Int) -> Int { ordinal * months / 12 }

  /// Number within the year, from 1.
  package func number(ofOrdinal ordinal: Int) -> Int { ordinal * months % 12 / months + 1 }
}
