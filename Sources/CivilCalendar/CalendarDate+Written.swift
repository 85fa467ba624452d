/// Why a text is no day.
package enum WrittenDayError: Error, CaseIterable, Sendable {
  case unreadable
  /// It is written as a day, but the calendar has none such: 31/02/2026.
  case noSuchDay
  /// Which century was meant is a guess: 24/11/26.
  case shortYear
}

extension CalendarDate {
  /// A day as people in Vietnam write it, `24/11/2026` or `4/5/2026`, or as programs do, `2026-11-24`.
  ///
  /// The day always stands before the month, so no such text has two readings.
  package init(written text: some StringProtocol) throws(WrittenDayError) {
    let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    if let day = CalendarDate(trimmed) {
      self = day
      return
    }
    let isByProgram = trimmed.contains("-")
    let parts = trimmed.split(
      separator: isByProgram ? "-" : "/", omittingEmptySubsequences: false)
    guard parts.count == 3,
      parts.allSatisfy({ (1...4).contains($0.count) && $0.utf8.allSatisfy { (48...57) ~= $0 } })
    else { throw .unreadable }
    let year = isByProgram ? parts[0] : parts[2]
    guard year.count == 4 else { throw year.count == 2 ? .shortYear : .unreadable }
    guard let number = Int(year), let month = Int(parts[1]),
      let day = Int(isByProgram ? parts[2] : parts[0])
    else { throw .unreadable }
    guard let date = CalendarDate(year: number, month: month, day: day) else { throw .noSuchDay }
    self = date
  }
}
