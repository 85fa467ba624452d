import Postgres

/// Three numbers with `/`, `-` or `.` between them, up to a time that follows: a day as people write it.
struct CellDay {
  private var parts: [(number: Int, digits: Int)] = [(0, 0)]

  /// Nil for anything else.
  init?(_ text: String) {
    guard let first = text.utf8.first, Self.digits.contains(first) else { return nil }
    for byte in text.utf8 {
      if byte == UInt8(ascii: " ") || byte == UInt8(ascii: "T") { break }
      let last = parts.count - 1
      switch byte {
      case Self.digits:
        guard parts[last].digits < 9 else { return nil }
        parts[last].number = parts[last].number * 10 + Int(byte - UInt8(ascii: "0"))
        parts[last].digits += 1
      case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "."):
        guard parts.count < 3, parts[last].digits > 0 else { return nil }
        parts.append((0, 0))
      default: return nil
      }
    }
    guard parts.count == 3, parts[2].digits > 0 else { return nil }
  }

  /// Read as `yyyy-MM-dd` or `dd/MM/yyyy`; nil if that is no day.
  var date: CalendarDate? {
    if parts[0].digits == 4 {
      return CalendarDate(year: parts[0].number, month: parts[1].number, day: parts[2].number)
    }
    guard endsWithYear else { return nil }
    return CalendarDate(year: parts[2].number, month: parts[1].number, day: parts[0].number)
  }

  /// Whether the year stands last, so that the order of day and month must be known.
  var endsWithYear: Bool { parts[0].digits < 4 && parts[2].digits == 4 }

  /// Whether it is a day with the month first and none with the day first, as `12/25/1987`.
  var isMonthFirst: Bool { endsWithYear && date == nil && swapped != nil }

  /// Whether it is a day with the day first and none with the month first, as `25/12/1987`.
  var isDayFirst: Bool { endsWithYear && date != nil && swapped == nil }

  private var swapped: CalendarDate? {
    CalendarDate(year: parts[2].number, month: parts[0].number, day: parts[1].number)
  }

  private static let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
}

extension ImportSheet {
  /// Columns whose dates are written with the month first, as programs set to American English save them:
  /// some are days in no other order, and none shows the day first. Counted from 0.
  static func monthFirst(_ rows: [Row]) -> [Int] {
    var monthFirst: Set<Int> = []
    var dayFirst: Set<Int> = []
    for row in rows {
      for (column, cell) in row.cells.enumerated() {
        guard case .text(let text) = cell, let day = CellDay(text) else { continue }
        if day.isMonthFirst { monthFirst.insert(column) }
        if day.isDayFirst { dayFirst.insert(column) }
      }
    }
    return monthFirst.subtracting(dayFirst).sorted()
  }
}
