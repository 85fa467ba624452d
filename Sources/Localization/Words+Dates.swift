import Foundation

/// Days and moments, always of Vietnam: UTC+7 without summer time since 1975.
extension Words {
  /// `24/11/2026`, in both languages, because both sit beside paper that is written so.
  package func date(year: Int, month: Int, day: Int) -> String {
    "\(Self.padded(day, 2))/\(Self.padded(month, 2))/\(Self.padded(year, 4))"
  }

  /// A day as JSON and SQL write it, `2026-11-24`; anything else comes back as it was.
  package func date(iso text: String) -> String {
    let parts = text.prefix(10).split(separator: "-").map { Int($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return text
    }
    return date(year: year, month: month, day: day)
  }

  package func date(_ moment: Date) -> String {
    let day = Self.local(moment)
    return date(year: day.year, month: day.month, day: day.day)
  }

  /// `14:05 24/11/2026`.
  package func moment(_ moment: Date) -> String {
    "\(time(moment)) \(date(moment))"
  }

  /// `14:05`.
  package func time(_ moment: Date) -> String {
    let seconds = Self.secondsInVietnam(moment)
    let minutes = Int((seconds / 60).rounded(.down))
    let ofDay = ((minutes % 1440) + 1440) % 1440
    return "\(Self.padded(ofDay / 60, 2)):\(Self.padded(ofDay % 60, 2))"
  }

  /// How long ago a day is: `hôm nay`, `3 ngày trước`, `8 tháng trước`, `2 năm trước`.
  /// - Parameter days: whole days that have passed; a day to come counts as today.
  package func age(days: Int) -> String {
    switch days {
    case ..<1: self["age.today"]
    case 1..<14: counted("age.day", days)
    case 14..<60: counted("age.week", days / 7)
    case 60..<730: counted("age.month", days * 12 / 365)
    default: counted("age.year", days * 4 / 1461)
    }
  }

  package func age(from earlier: Date, to later: Date) -> String {
    let days = Self.dayNumber(later) - Self.dayNumber(earlier)
    return age(days: days)
  }

  /// A key with its count; `<key>_one` is the words for exactly one.
  package func counted(_ key: String, _ count: Int) -> String {
    self[count == 1 ? "\(key)_one" : key, ["count": number(count)]]
  }

  private static func secondsInVietnam(_ moment: Date) -> Double {
    moment.timeIntervalSince1970 + 7 * 3600
  }

  private static func dayNumber(_ moment: Date) -> Int {
    Int((secondsInVietnam(moment) / 86_400).rounded(.down))
  }

  /// Days since 1970 as a date of the proleptic Gregorian calendar.
  /// Source: H. Hinnant, chrono-compatible low-level date algorithms.
  private static func local(_ moment: Date) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber(moment) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
