import Foundation
import Postgres
import Spreadsheets

/// Reads the sheet of a file that a kind of import can take.
struct ImportFile {
  let kind: ImportKind
  /// What the firm has said of headings before, by folded heading; an empty field is not read.
  let remembered: [String: String]

  static let limits = SpreadsheetLimits.upload
  /// In the first rows of a sheet a header is looked for, below titles.
  private static let mostTitles = 40

  /// The sheet named, or the first visible one whose headings are known.
  /// Throws `invalidInput` with a sentence when the file cannot be taken. Anything else that goes wrong
  /// is not the file's fault, and passes as it is.
  func sheet(_ bytes: [UInt8], named wanted: String?) throws -> ImportSheet {
    do {
      let file = try Spreadsheet(.bytes(Data(bytes)), limits: Self.limits)
      let found = try choose(in: file, named: wanted)
      return try read(found.sheet, found.match, in: file)
    } catch let error as SpreadsheetError {
      throw AppError.invalid("file", error)
    }
  }

  private typealias Match = HeaderMatch<String>

  private func choose(
    in file: Spreadsheet, named wanted: String?
  ) throws -> (sheet: Sheet, match: Match?) {
    if let wanted {
      guard let sheet = file.sheets.first(where: { $0.name == wanted }) else {
        throw AppError.invalid("sheet", "import.unknown_sheet")
      }
      return (sheet, find(in: try file.rows(of: sheet, most: Self.mostTitles)))
    }
    let visible = file.sheets.filter { $0.visibility == .visible }
    let sheets = visible.isEmpty ? file.sheets : visible
    for sheet in sheets {
      if let match = find(in: try file.rows(of: sheet, most: Self.mostTitles)) {
        return (sheet, match)
      }
    }
    return (sheets[0], nil)
  }

  private func find(in rows: [Row]) -> Match? {
    let finder = HeaderFinder(
      kind.columns.map { ($0.field, $0.headings.sorted()) } + madeUp(by: rows),
      remembered: Dictionary(
        remembered.map { (HeadingKey($0.key), $0.value.isEmpty ? nil : $0.value) },
        uniquingKeysWith: { one, _ in one }))
    return finder.find(in: rows)
  }

  /// Fields that headings of this file make up: a column for each quarter.
  private func madeUp(by rows: [Row]) -> [(String, [String])] {
    let target = kind.target
    var names: [String: [String]] = [:]
    for text in rows.flatMap(\.cells).map(\.value.shown) {
      if let field = target.madeUpField(text) { names[field, default: []].append(text) }
    }
    return names.sorted { $0.key < $1.key }
  }

  private func read(_ sheet: Sheet, _ match: Match?, in file: Spreadsheet) throws -> ImportSheet {
    var header: [String] = []
    var fields: [String] = []
    var last = match?.rows.upperBound ?? 0
    if let match { (header, fields) = try Self.columns(of: match) }
    var rows: [ImportSheet.Row] = []
    var unit: String?
    try file.read(sheet) { row in
      guard row.number > last, !row.isBlank else {
        unit = unit ?? AmountUnit.stated(in: row.cells.map(\.value.shown))
        return .goOn
      }
      if match == nil, header.isEmpty {
        // Nothing looks like a header: the first row stands for one, for a person to say.
        header = Self.cells(of: row).map { ($0.text ?? "").tidied }
        fields = header.map { _ in "" }
        last = row.number
      } else {
        rows.append(ImportSheet.Row(number: row.number, cells: Self.cells(of: row)))
      }
      return .goOn
    }
    try Self.refuseCitizenNumbers(header)
    guard !rows.isEmpty else { throw AppError.invalid("file", "import.no_rows") }
    if let given = SplitName.column(header: header, fields: fields, rows: rows) {
      if given == header.count {
        header.append("")
        fields.append("")
      }
      (header[given], fields[given]) = (header[given - 1], fields[given - 1])
    }
    return ImportSheet(
      name: sheet.name, headerRow: last, header: header, fields: fields, unit: unit,
      monthFirst: ImportSheet.monthFirst(rows), rows: rows)
  }

  private static func columns(of match: Match) throws(AppError) -> ([String], [String]) {
    if let field = match.contested.sorted().first {
      let heading = match.columns.last { $0.field == field }?.heading ?? ""
      throw .invalid("file", "import.column_twice", ["column": heading.shortened])
    }
    let width = (match.columns.map(\.span.upperBound).max() ?? -1) + 1
    var header = [String](repeating: "", count: width)
    var fields = header
    for column in match.columns {
      header[column.column] = column.heading
      fields[column.column] = column.field ?? ""
    }
    return (header, fields)
  }

  private static func refuseCitizenNumbers(_ header: [String]) throws(AppError) {
    guard let heading = header.first(where: { CitizenNumber.isAskedFor(byHeading: $0) }) else {
      return
    }
    throw .invalid("file", "import.citizen_number_column", ["column": heading.shortened])
  }

  private static func cells(of row: Row) -> [ImportCell] {
    guard let last = row.cells.last else { return [] }
    var cells = [ImportCell](repeating: .empty, count: last.column + 1)
    for cell in row.cells { cells[cell.column] = ImportCell(cell.value) }
    return cells
  }
}

extension ImportCell {
  init(_ value: CellValue) {
    switch value {
    case .empty: self = .empty
    case .moment(let moment):
      if let day = moment.day,
        let date = CalendarDate(year: day.year, month: day.month, day: day.day)
      {
        self = .date(date)
      } else {
        self = .text(moment.shown)
      }
    // A day that no calendar has must not pass for an empty cell.
    case .impossibleDate: self = .text("?")
    case .number(let number): self = .text(number.isWhole ? number.shown : number.decimals)
    case .text, .boolean, .error: self = .text(value.shown)
    }
  }
}

extension CellNumber {
  fileprivate var isWhole: Bool { value.rounded() == value }

  /// To nine decimals, which ends what binary numbers add. Three of them are followed by a zero: the
  /// cell is a number, so its point cannot group thousands.
  fileprivate var decimals: String {
    let rounded = (value * 1e9).rounded() / 1e9
    guard value.magnitude < 1e6, rounded != 0 else { return shown }
    var text = "\(Decimal(string: "\(rounded)") ?? Decimal(rounded))"
    if text.split(separator: ".").last?.count == 3 { text += "0" }
    return text
  }
}

extension String {
  /// A heading as an error may repeat it.
  var shortened: String { count > 60 ? prefix(60) + "…" : self }
}
