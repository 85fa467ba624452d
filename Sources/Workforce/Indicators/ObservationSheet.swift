import Postgres
import Spreadsheets

/// A sheet of values: a row a value (indicator, period, value, and what else is known of it), or a row
/// an indicator with a column for each period.
struct ObservationSheet {
  struct Row {
    /// Of the file, counted from 1.
    let line: Int
    let indicator: String
    let period: String
    let value: String
    let currency: String?
    let confidence: String?
    let source: String?
  }

  static let mostValues = 20_000
  static let mostBytes = 5_000_000

  private enum Column: Hashable {
    case indicator, period, value, currency, confidence, source
  }

  let rows: [Row]

  /// Throws `invalidInput` when the sheet as a whole cannot be taken.
  init(csv: String) throws(AppError) {
    let records = try Self.records(csv)
    guard let header = records.first(where: { !Self.isBlank($0) }) else {
      throw .invalid("csv", "import.no_rows")
    }
    var columns: [Column: Int] = [:]
    var periods: [(index: Int, text: String)] = []
    for (index, heading) in header.fields.map(\.tidied).enumerated() where !heading.isEmpty {
      if Period(heading) != nil {
        periods.append((index, heading))
      } else if let column = Self.column(heading),
        columns.updateValue(index, forKey: column) != nil
      {
        throw .invalid("csv", "import.column_twice", ["column": heading])
      }
    }
    guard columns[.indicator] != nil else {
      throw .invalid("csv", "observation.no_indicator_column")
    }
    let isLong = columns[.period] != nil && columns[.value] != nil
    guard isLong || !periods.isEmpty else { throw .invalid("csv", "observation.no_value_column") }
    let body = records.filter { $0.line > header.line && !Self.isBlank($0) }
    rows = body.flatMap { record -> [Row] in
      func field(_ index: Int?) -> String? {
        guard let index, index < record.fields.count else { return nil }
        let text = record.fields[index].tidied
        return text.isEmpty ? nil : text
      }
      func row(_ period: String, _ value: String) -> Row {
        Row(
          line: record.line, indicator: field(columns[.indicator]) ?? "", period: period,
          value: value, currency: field(columns[.currency]),
          confidence: field(columns[.confidence]), source: field(columns[.source]))
      }
      if isLong { return [row(field(columns[.period]) ?? "", field(columns[.value]) ?? "")] }
      return periods.compactMap { period in
        field(period.index).map { row(period.text, $0) }
      }
    }
    guard !rows.isEmpty else { throw .invalid("csv", "import.no_rows") }
    guard rows.count <= Self.mostValues else { throw Self.tooLarge }
  }

  static var tooLarge: AppError {
    .invalid(
      "csv", "import.too_large",
      ["rows": "\(mostValues)", "megabytes": "\(mostBytes / 1_000_000)"])
  }

  private static func column(_ heading: String) -> Column? {
    let key = FoldedText(heading.prefix { $0 != "(" && $0 != "[" }).value
    switch key {
    case "indicator", "code", "indicator code", "chi so", "ma chi so", "ma", "chi tieu":
      return .indicator
    case "period", "ky", "ky bao cao", "thoi gian": return .period
    case "value", "gia tri", "so lieu": return .value
    case "currency", "tien te", "loai tien": return .currency
    case "confidence", "do chac chan", "cach co so lieu": return .confidence
    case "source", "nguon", "nguon so lieu": return .source
    default: return nil
    }
  }

  private static func records(_ csv: String) throws(AppError) -> [SeparatedText.Record] {
    let bytes = Array(csv.utf8)
    let first = csv.prefix { $0 != "\n" && $0 != "\r\n" }
    let separator: Character =
      [",", ";", "\t"].max { one, other in
        first.count { $0 == one } < first.count { $0 == other }
      } ?? ","
    do {
      return try SeparatedText(bytes, separator: separator.asciiValue ?? UInt8(ascii: ",")).records
    } catch {
      throw .invalid("csv", "import.malformed", ["line": "\(error.line)"])
    }
  }

  private static func isBlank(_ record: SeparatedText.Record) -> Bool {
    record.fields.allSatisfy { $0.allSatisfy(\.isWhitespace) }
  }
}
