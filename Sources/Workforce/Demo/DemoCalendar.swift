import Foundation
import Postgres

/// The days of a demo. Nothing is recorded later than the start of `today`, so that all of it is known.
struct DemoCalendar: Sendable {
  let today: CalendarDate
  let daysOff: Set<CalendarDate>

  /// The start of today, before which everything was recorded.
  var now: Date { today.at(hour: 0, minute: 0) }

  func firstDay(of year: Int) -> CalendarDate {
    today.firstOfMonth.adding(months: (year - today.year) * 12 - today.month + 1)
  }

  /// A moment of a day, or the last moment before `today` if that would be later.
  func moment(_ day: CalendarDate, hour: Int, minute: Int) -> Date {
    min(day.at(hour: hour, minute: minute), today.at(hour: 0, minute: 0).addingTimeInterval(-60))
  }

  /// Most facts are recorded on their day or the next one, some weeks late.
  func recording(
    of day: CalendarDate, notBefore first: CalendarDate, by account: UUID,
    _ random: inout DemoRandom
  ) -> Recording {
    let delay = random.happens(9) ? random.number(in: 8...30) : random.below(2)
    return Recording(
      at: moment(
        max(day, first).adding(days: delay), hour: random.number(in: 8...17),
        minute: random.below(60)), by: account)
  }

  /// The day itself, or the next one on which classes are held.
  func schoolDay(from day: CalendarDate) -> CalendarDate {
    var day = day
    while day.weekday == 7 || daysOff.contains(day) { day = day.adding(days: 1) }
    return day
  }
}
