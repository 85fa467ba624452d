import Foundation
import Postgres
import Spreadsheets

/// Reads the cells of rows under one mapping, noting what is wrong without repeating what was there.
struct ImportRowReader: Sendable {
  private let kind: ImportKind
  private let columns: [(index: Int, column: ImportColumn)]
  /// What amounts of a column are in, by its heading or a line above the table.
  private let units: [String: String]
  /// Fields whose dates are written with the month first: which of two days one means is not guessed.
  private let monthFirst: Set<String>
  private let width: Int
  private let today: CalendarDate
  private let birthDates: ClosedRange<CalendarDate>
  private let startDates: ClosedRange<CalendarDate>

  init(
    fields: [String], header: [String], options: ImportOptions, kind: ImportKind,
    today: CalendarDate
  ) {
    self.kind = kind
    let known = Dictionary(uniqueKeysWithValues: kind.columns.map { ($0.field, $0) })
    columns = fields.enumerated().compactMap { index, field in
      (known[field] ?? kind.column(field)).map { (index, $0) }
    }
    units = Dictionary(
      zip(fields, header).compactMap { field, heading in
        (AmountUnit.inBrackets(of: heading) ?? options.unit).map { (field, $0) }
      }, uniquingKeysWith: { one, _ in one })
    monthFirst = Set(
      (options.monthFirst ?? []).filter { $0 < fields.count }.map { fields[$0] })
    width = fields.count
    self.today = today
    birthDates = PlausibleDates.birth(today: today)
    startDates = PlausibleDates.start(today: today)
  }

  func read(_ row: ImportSheet.Row) -> ImportValues {
    var values = ImportValues()
    var nameTexts: [String] = []
    var nameParts: [String: String] = [:]
    if row.cells.dropFirst(width).contains(where: { $0.text != nil }) {
      values.add("row", "import.too_many_cells")
    }
    for (index, column) in columns where index < row.cells.count {
      guard let text = row.cells[index].text?.tidied, !text.isEmpty else {
        if column.isRequired { values.add(column.field, "field.required") }
        continue
      }
      switch column.type {
      case .namePart: nameParts[column.field] = text
      // One heading may be merged over the columns of a name's parts.
      case .name: nameTexts.append(text)
      case .employeeCode, .birthDate, .startDate, .pastDate, .date, .phone, .email, .text,
        .reference, .integer, .period, .amount, .money, .percentage, .choice:
        read(text, row.cells[index], column, &values)
      }
    }
    if nameTexts.isEmpty {
      nameTexts = [nameParts["familyAndMiddleName"], nameParts["givenName"]].compactMap { $0 }
    }
    if !nameTexts.isEmpty { readName(nameTexts.joined(separator: " "), &values) }
    return values
  }

  /// Under which an answer about the row is remembered; nil where it asks nothing.
  func identity(of values: ImportValues) -> String? {
    kind.target.asksByContent ? values.contentIdentity(kind) : values.personIdentity
  }

  private func read(
    _ text: String, _ cell: ImportCell, _ column: ImportColumn, _ values: inout ImportValues
  ) {
    let field = column.field
    switch column.type {
    case .name, .namePart: break
    case .employeeCode:
      if text.looksLikeCitizenNumber {
        values.add(field, "organisation.citizen_number")
      } else {
        bound(text, field, limit: 40, &values)
      }
    case .birthDate:
      readDate(text, cell, field, birthDates, "employee.birth_implausible", &values)
    case .startDate:
      readDate(text, cell, field, startDates, "employee.start_implausible", &values)
    case .pastDate:
      let past = startDates.lowerBound...today
      readDate(text, cell, field, past, "field.in_the_future", &values)
    case .date:
      readDate(text, cell, field, nil, "", &values)
    case .phone:
      do { values.set(field, try PhoneNumber(text).e164) } catch { values.add(field, error.rule) }
    case .email:
      if let email = EmailAddress(text)?.text {
        values.set(field, email)
      } else {
        values.add(field, "organisation.email")
      }
    case .text(let limit):
      bound(text, field, limit: limit, &values)
    case .reference:
      values.set(field, text)
      values.set("\(field)Key", FoldedText(text).value)
    case .integer(let allowed):
      guard let number = Self.number(text), number == number.rounded() else {
        return values.add(field, "field.not_a_whole_number")
      }
      guard allowed.contains(Int(number)) else {
        return values.add(
          field, "field.out_of_range",
          ["lowest": "\(allowed.lowerBound)", "highest": "\(allowed.upperBound)"])
      }
      values.set(field, "\(Int(number))")
    case .period:
      if let period = Self.period(text, cell) {
        values.set(field, "\(period)")
      } else {
        values.add(field, "observation.no_period")
      }
    case .amount:
      bound(text, field, limit: 60, &values)
      if let unit = units[field] { values.set("\(field)Unit", unit) }
    case .money:
      do throws(WrittenValueError) {
        let amount = try AmountUnit.written(text, in: units[field]).value(isWholeMoney: true)
        if amount < 0 { values.add(field, "observation.negative") }
        values.set(field, "\(amount)")
      } catch {
        values.add(field, error.rule, error.parameters)
      }
    case .percentage:
      guard let number = Self.number(text.replacing("%", with: "")) else {
        return values.add(field, "field.not_a_number")
      }
      guard (0...100).contains(number) else {
        return values.add(field, "field.out_of_range", ["lowest": "0", "highest": "100"])
      }
      values.set(field, "\(number)")
    case .choice(let choices):
      let key = FoldedText(text).value
      guard let choice = choices.first(where: { $0.key == text || $0.value.contains(key) })?.key
      else {
        return values.add(field, "field.not_a_choice")
      }
      values.set(field, choice)
    }
  }

  private func bound(
    _ text: String, _ field: String, limit: Int, _ values: inout ImportValues
  ) {
    guard text.utf8.count <= limit || text.count <= limit else {
      return values.add(field, "field.too_long", ["limit": "\(limit)"])
    }
    guard !LegacyText.isLikely(text) else { return values.add(field, "import.unreadable_text") }
    values.set(field, text.storable)
  }

  private func readName(_ text: String, _ values: inout ImportValues) {
    let name: PersonName
    do { name = try PersonName(text) } catch { return values.add("fullName", error.rule) }
    values.set("fullName", name.full)
    values.set("familyName", name.family ?? "")
    values.set("middleName", name.middle ?? "")
    values.set("givenName", name.given)
    values.set("nameKey", FoldedText(name.full).value)
  }

  private func readDate(
    _ text: String, _ cell: ImportCell, _ field: String, _ plausible: ClosedRange<CalendarDate>?,
    _ rule: String, _ values: inout ImportValues
  ) {
    if monthFirst.contains(field), case .text = cell, CellDay(text)?.endsWithYear == true {
      return values.add(field, "import.month_first")
    }
    guard let date = Self.date(text, cell) else {
      return values.add(field, "import.date_unreadable")
    }
    if let plausible, !plausible.contains(date) { return values.add(field, rule) }
    values.set(field, date.description)
  }

  /// A date cell; `dd/MM/yyyy` with `/`, `-` or `.`; `yyyy-MM-dd`; or the number that a spreadsheet
  /// keeps for a day, counted from 30 December 1899.
  static func date(_ text: String, _ cell: ImportCell) -> CalendarDate? {
    if case .date(let date) = cell { return date }
    if let serial = Int(text), (18_264...80_000).contains(serial) {
      return CalendarDate(dayNumber: serial - 25_569)
    }
    return CellDay(text)?.date
  }

  /// A cell of a date on the first of a month is that month.
  private static func period(_ text: String, _ cell: ImportCell) -> Period? {
    if case .date(let date) = cell {
      return date.day == 1 ? Period(.month, containing: date) : nil
    }
    return Period(written: text)
  }

  /// A plain number, with a comma or a point before its decimals.
  static func number(_ text: String) -> Double? {
    let plain = text.replacing(",", with: ".").filter { !$0.isWhitespace }
    guard !plain.isEmpty, plain.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 || $0 == 45 })
    else { return nil }
    return Double(plain)
  }
}
