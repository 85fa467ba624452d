import Postgres

/// The twelve quarters that a demo reports, counted from 0: the last ones that are over.
struct DemoQuarters: Sendable {
  static let count = 12

  let firstDay: CalendarDate

  init(before today: CalendarDate) {
    let thisQuarter = today.firstOfMonth.adding(months: -((today.month - 1) % 3))
    firstDay = thisQuarter.adding(months: -3 * Self.count)
  }

  /// The first day of a quarter; also of those before and after the twelve.
  func start(_ quarter: Int) -> CalendarDate { firstDay.adding(months: 3 * quarter) }

  func end(_ quarter: Int) -> CalendarDate { start(quarter + 1).adding(days: -1) }

  /// The quarter in which a day lies; below 0 and from 12 on outside of the twelve.
  func number(of day: CalendarDate) -> Int {
    let months = (day.year - firstDay.year) * 12 + day.month - firstDay.month
    return (months - (months % 3 + 3) % 3) / 3
  }

  /// 0 for the first quarter of a year.
  func season(_ quarter: Int) -> Int { (start(quarter).month - 1) / 3 }

  /// The years that lie in the twelve quarters as a whole.
  var wholeYears: ClosedRange<Int> {
    let first = firstDay.month == 1 ? firstDay.year : firstDay.year + 1
    return first...(start(Self.count).year - 1)
  }
}
