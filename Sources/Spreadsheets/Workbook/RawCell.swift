/// A cell while its elements are read.
struct RawCell {
  let column: Int
  private let type: String?
  private let style: String?
  private(set) var isFormula = false
  private var written = ""
  private var isValue = false
  private var rich = RichText()

  init(column: Int, type: String?, style: String?) {
    self.column = column
    self.type = type
    self.style = style
  }

  mutating func start(_ name: String) {
    switch name {
    case "v": isValue = true
    case "f": isFormula = true
    default: rich.start(name)
    }
  }

  mutating func text(_ text: String, most: Int) throws {
    guard isValue else { return try rich.text(text, most: most) }
    written += text
    guard written.utf8.count <= most else {
      throw SpreadsheetError(.limit(.cellBytes, most: most), at: nil)
    }
  }

  mutating func end(_ name: String) {
    if name == "v" { isValue = false } else { rich.end(name) }
  }

  mutating func value(
    _ context: SheetPart.Context,
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    switch type {
    case "inlineStr": return Self.text(rich.take())
    case "str": return Self.text(written.unescapedCharacters.composed)
    case "e": return written.isEmpty ? .empty : .error(written)
    case "s":
      if written.isEmpty { return .empty }
      guard let index = Int(written), let text = context.texts[index] else {
        throw failure(.reference)
      }
      return Self.text(text)
    case "b":
      switch written {
      case "": return .empty
      case "1", "true": return .boolean(true)
      case "0", "false": return .boolean(false)
      default: throw failure(.number)
      }
    case "d": return try moment(failure)
    case nil, "n": return try number(context, failure)
    default: throw failure(.reference)
    }
  }

  private static func text(_ text: String) -> CellValue { text.isEmpty ? .empty : .text(text) }

  private func number(
    _ context: SheetPart.Context,
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    if written.isEmpty { return .empty }
    guard written.utf8.count <= 400, let value = Double(written), value.isFinite else {
      throw failure(.number)
    }
    let format = style.flatMap { Int($0) }.map { context.styles[$0] } ?? .general
    guard let shows = format.shows else {
      return .number(CellNumber(value, padding: format.padding))
    }
    return context.dates.moment(value, shows).map { .moment($0) } ?? .impossibleDate
  }

  /// A date that stands as text, `2026-11-24` or `2026-11-24T08:30:00Z`.
  private func moment(
    _ failure: (SpreadsheetError.Malformation) -> SpreadsheetError
  ) throws -> CellValue {
    if written.isEmpty { return .empty }
    guard
      let match = written.wholeMatch(
        of: #/(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?Z?)?/#)
    else { throw failure(.number) }
    func number(_ text: Substring?) -> Int? { text.flatMap { Int($0) } }
    guard let year = number(match.1), let month = number(match.2), let day = number(match.3),
      (1...12).contains(month), (1...31).contains(day)
    else { return .impossibleDate }
    let seconds = number(match.4).map {
      $0 * 3600 + (number(match.5) ?? 0) * 60 + (number(match.6) ?? 0)
    }
    return .moment(
      CellMoment(day: .init(year: year, month: month, day: day), seconds: seconds))
  }
}
