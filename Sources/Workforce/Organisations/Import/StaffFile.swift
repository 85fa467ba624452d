import Postgres
import Spreadsheets

/// One row of a staff list as read: what is there, tidied, and what is wrong with it. An empty cell
/// is nil and changes nothing.
struct StaffRow: Sendable {
  /// Of the file, counted from 1.
  let line: Int
  var code: String?
  var fullName: String?
  var birthOn: CalendarDate?
  var phone: String?
  var email: String?
  var unit: String?
  var jobRole: String?
  var startsOn: CalendarDate?
  var problems: [FieldError] = []
}

/// A staff list in comma-separated values, whatever the separator, order and language of its columns.
struct StaffFile: Sendable {
  static let mostRows = 20_000
  static let mostBytes = 5_000_000

  let rows: [StaffRow]
  /// Headings that were not understood.
  let ignoredColumns: [String]

  /// Throws `invalidInput` when the file as a whole cannot be taken.
  init(csv: String, today: CalendarDate) throws(AppError) {
    let records = try Self.records(csv)
    guard let header = records.first(where: { !Self.isBlank($0) }) else {
      throw .invalid("csv", "import.no_rows")
    }
    var columns: [StaffColumn: Int] = [:]
    var ignored: [String] = []
    for (index, heading) in header.fields.map(\.tidied).enumerated() where !heading.isEmpty {
      if CitizenNumber.isAskedFor(byHeading: heading) {
        throw .invalid("csv", "import.citizen_number_column", ["column": heading])
      }
      guard let column = StaffColumn(heading: heading) else {
        ignored.append(heading)
        continue
      }
      guard columns.updateValue(index, forKey: column) == nil else {
        throw .invalid("csv", "import.column_twice", ["column": heading])
      }
    }
    guard
      columns[.fullName] != nil
        || (columns[.familyAndMiddleName] != nil && columns[.givenName] != nil)
    else { throw .invalid("csv", "import.name_column_missing") }
    let body = records.filter { $0.line > header.line && !Self.isBlank($0) }
    guard !body.isEmpty else { throw .invalid("csv", "import.no_rows") }
    guard body.count <= Self.mostRows else { throw Self.tooLarge }
    let reader = StaffRowReader(columns: columns, width: header.fields.count, today: today)
    rows = body.map(reader.row)
    ignoredColumns = ignored
  }

  static var tooLarge: AppError {
    .invalid(
      "csv", "import.too_large",
      ["rows": "\(mostRows)", "megabytes": "\(mostBytes / 1_000_000)"])
  }

  private static func records(_ csv: String) throws(AppError) -> [SeparatedText.Record] {
    // Old spreadsheets end lines with a return alone.
    let bytes =
      csv.utf8.contains(UInt8(ascii: "\n"))
      ? Array(csv.utf8) : csv.utf8.map { $0 == UInt8(ascii: "\r") ? UInt8(ascii: "\n") : $0 }
    do {
      return try SeparatedText(bytes, separator: separator(of: bytes)).records
    } catch {
      throw .invalid("csv", "import.malformed", ["line": "\(error.line)"])
    }
  }

  /// The one that the first line with any has most of.
  private static func separator(of bytes: [UInt8]) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      var counts = [0, 0, 0]
      var isQuoted = false
      for byte in line {
        if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
        if !isQuoted, let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      }
      if let most = counts.max(), most > 0, let index = counts.firstIndex(of: most) {
        return candidates[index]
      }
    }
    return candidates[0]
  }

  private static func isBlank(_ record: SeparatedText.Record) -> Bool {
    record.fields.allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }
}

/// Reads the cells of one row, noting what is wrong without repeating what was there.
struct StaffRowReader: Sendable {
  let columns: [StaffColumn: Int]
  let width: Int
  let today: CalendarDate

  func row(_ record: SeparatedText.Record) -> StaffRow {
    func cell(_ column: StaffColumn) -> String? {
      guard let index = columns[column], index < record.fields.count else { return nil }
      let text = record.fields[index].tidied
      return text.isEmpty ? nil : text
    }
    var problems = Problems()
    var row = StaffRow(line: record.line)
    if record.fields.dropFirst(width).contains(where: { !$0.allSatisfy(\.isWhitespace) }) {
      problems.add("row", "import.too_many_cells")
    }
    row.code = cell(.code)
    if let code = row.code { problems.checkEmployeeCode(code) }
    let parts = [cell(.familyAndMiddleName), cell(.givenName)].compactMap { $0 }
    row.fullName = cell(.fullName) ?? (parts.isEmpty ? nil : parts.joined(separator: " "))
    problems.checkName(row.fullName ?? "", "fullName")
    if let phone = cell(.phone) {
      do { row.phone = try PhoneNumber(phone).e164 } catch { problems.add("phone", error.rule) }
    }
    if let email = cell(.email) {
      row.email = EmailAddress(email)?.text
      if row.email == nil { problems.add("email", "organisation.email") }
    }
    row.birthOn = date(
      cell(.birthOn), "birthOn", PlausibleDates.birth(today: today),
      "employee.birth_implausible", &problems)
    row.startsOn = date(
      cell(.startsOn), "startsOn", PlausibleDates.start(today: today),
      "employee.start_implausible", &problems)
    row.unit = cell(.unit)
    row.jobRole = cell(.jobRole)
    row.problems = problems.fieldErrors
    return row
  }

  private func date(
    _ text: String?, _ field: String, _ plausible: ClosedRange<CalendarDate>, _ rule: String,
    _ problems: inout Problems
  ) -> CalendarDate? {
    guard let text else { return nil }
    guard let date = Self.date(text) else {
      problems.add(field, "import.date_unreadable")
      return nil
    }
    if !plausible.contains(date) { problems.add(field, rule) }
    return date
  }

  /// `dd/MM/yyyy` with `/`, `-` or `.`, or `yyyy-MM-dd`.
  static func date(_ text: String) -> CalendarDate? {
    let numbers = text.split(omittingEmptySubsequences: false) { "/-.".contains($0) }
    guard numbers.count == 3, numbers.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
      let first = Int(numbers[0]), let month = Int(numbers[1]), let last = Int(numbers[2])
    else { return nil }
    if numbers[0].count == 4 { return CalendarDate(year: first, month: month, day: last) }
    guard numbers[2].count == 4 else { return nil }
    return CalendarDate(year: last, month: month, day: first)
  }
}
