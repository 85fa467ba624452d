/// A date, a time, or both, as spreadsheets keep them: days and parts of a day since their epoch.
package struct CellMoment: Hashable, Sendable {
  package struct Day: Hashable, Sendable {
    package let year: Int
    package let month: Int
    package let day: Int

    package init(year: Int, month: Int, day: Int) {
      self.year = year
      self.month = month
      self.day = day
    }
  }

  /// Nil for a time of no day, and for a length of time.
  package let day: Day?
  /// Since midnight; nil when the cell's format shows a date alone. More than a day for a length of
  /// time.
  package let seconds: Int?

  package init(day: Day?, seconds: Int?) {
    self.day = day
    self.seconds = seconds
  }

  /// `24/11/2026`, `24/11/2026 08:30:00` or `08:30:00`.
  package var shown: String {
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let date = day.map { "\(two($0.day))/\(two($0.month))/\($0.year)" }
    let time = seconds.map { "\(two($0 / 3600)):\(two($0 / 60 % 60)):\(two($0 % 60))" }
    return [date, time].compactMap { $0 }.joined(separator: " ")
  }
}

/// From which day a workbook counts.
enum DateSystem: Sendable {
  /// Day 1 is 1900-01-01, and day 60 the 29th of February 1900, which never was: Excel keeps the
  /// fault of Lotus 1-2-3.
  case from1900
  /// Day 0 is 1904-01-01; older Excel for Mac.
  case from1904

  private static let secondsOfDay = 86_400
  /// 9999-12-31, the last day that Excel shows.
  private static let last1900 = 2_958_465

  /// Nil for a day that no calendar has.
  func moment(_ serial: Double, _ shows: NumberFormat.Shows) -> CellMoment? {
    guard serial.isFinite, serial >= 0, serial < Double(Self.last1900 + 1) else { return nil }
    var whole = Int(serial.rounded(.down))
    var seconds = Int(((serial - Double(whole)) * Double(Self.secondsOfDay)).rounded())
    if seconds == Self.secondsOfDay {
      whole += 1
      seconds = 0
    }
    switch shows {
    case .time: return CellMoment(day: nil, seconds: whole * Self.secondsOfDay + seconds)
    case .date: return day(whole).map { CellMoment(day: $0, seconds: nil) }
    case .dateAndTime: return day(whole).map { CellMoment(day: $0, seconds: seconds) }
    }
  }

  private func day(_ serial: Int) -> CellMoment.Day? {
    switch self {
    case .from1904: return Self.civil(daysSince1970: serial - 24_107)
    case .from1900:
      guard serial > 0, serial != 60 else { return nil }
      return Self.civil(daysSince1970: serial - (serial < 60 ? 25_568 : 25_569))
    }
  }

  /// Days since the epoch of 1900; nil for what lies before the fault of February 1900.
  static func serial(_ moment: CellMoment) -> Double? {
    let part = Double(moment.seconds ?? 0) / Double(secondsOfDay)
    guard let day = moment.day else { return part }
    let days = daysSince1970(day) + 25_569
    return (61...last1900).contains(days) ? Double(days) + part : nil
  }

  /// Source: as below, days_from_civil.
  private static func daysSince1970(_ day: CellMoment.Day) -> Int {
    let year = day.month <= 2 ? day.year - 1 : day.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (day.month + (day.month > 2 ? -3 : 9)) + 2) / 5 + day.day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", civil_from_days.
  private static func civil(daysSince1970: Int) -> CellMoment.Day {
    let shifted = daysSince1970 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    return CellMoment.Day(
      year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month: month,
      day: dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}
