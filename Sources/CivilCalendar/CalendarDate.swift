/// A day of the Gregorian calendar, without a time or a time zone.
package struct CalendarDate: Hashable, Sendable {
  /// Days since 1970-01-01.
  package let dayNumber: Int

  package init(dayNumber: Int) {
    self.dayNumber = dayNumber
  }

  /// Nil if there is no such day.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      day >= 1, day <= Self.days(inMonth: month, of: year)
    else { return nil }
    dayNumber = Self.dayNumber(year: year, month: month, day: day)
  }

  /// `yyyy-MM-dd` and nothing else; nil if it is something else or no day.
  package init?(_ text: some StringProtocol) {
    let bytes = Array(text.utf8)
    guard bytes.count == 10, bytes[4] == 0x2d, bytes[7] == 0x2d else { return nil }
    var numbers = [0, 0, 0]
    for (index, byte) in bytes.enumerated() where index != 4 && index != 7 {
      guard (0x30...0x39).contains(byte) else { return nil }
      let part = index < 4 ? 0 : index < 7 ? 1 : 2
      numbers[part] = numbers[part] * 10 + Int(byte - 0x30)
    }
    self.init(year: numbers[0], month: numbers[1], day: numbers[2])
  }

  package var year: Int { civil.year }
  package var month: Int { civil.month }
  package var day: Int { civil.day }

  /// 1 is Monday and 7 is Sunday, as in ISO 8601.
  package var weekday: Int {
    let remainder = (dayNumber + 3) % 7
    return (remainder < 0 ? remainder + 7 : remainder) + 1
  }

  package var firstOfMonth: CalendarDate {
    CalendarDate(dayNumber: dayNumber - civil.day + 1)
  }

  package func adding(days: Int) -> CalendarDate {
    CalendarDate(dayNumber: dayNumber + days)
  }

  /// The same day of a later or earlier month, or its last day where the month is shorter.
  package func adding(months: Int) -> CalendarDate {
    let (year, month, day) = civil
    let count = year * 12 + month - 1 + months
    let newYear = Int((Double(count) / 12).rounded(.down))
    let newMonth = count - newYear * 12 + 1
    let newDay = min(day, Self.days(inMonth: newMonth, of: newYear))
    return CalendarDate(
      dayNumber: Self.dayNumber(year: newYear, month: newMonth, day: newDay))
  }

  package func days(since other: CalendarDate) -> Int {
    dayNumber - other.dayNumber
  }

  package static func days(inMonth month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Years begin in March here, so that the leap day is the last one.
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Source: as above, civil_from_days.
  private var civil: (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }
}

extension CalendarDate: Comparable {
  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.dayNumber < right.dayNumber
  }
}

extension CalendarDate: CustomStringConvertible, LosslessStringConvertible {
  /// `yyyy-MM-dd`.
  package var description: String {
    let (year, month, day) = civil
    let years = String(year)
    return String(repeating: "0", count: max(0, 4 - years.count)) + years
      + (month < 10 ? "-0" : "-") + String(month) + (day < 10 ? "-0" : "-") + String(day)
  }
}

extension CalendarDate: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let date = CalendarDate(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "A date is written yyyy-MM-dd.")
    }
    self = date
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
