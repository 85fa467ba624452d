import HTTPTypes
import Hummingbird
import Localization
import Spreadsheets
import Workforce

/// The file that a list was asked for as.
enum ExportFormat: String, CaseIterable, Sendable {
  case xlsx, csv

  /// `?format=` first, which a link can have; else what is accepted and JSON is not. Nil for JSON.
  static func asked(
    _ parameters: [String: [String]], _ headers: HTTPFields
  ) throws(AppError) -> ExportFormat? {
    if let name = parameters["format"]?.last {
      guard name != "json" else { return nil }
      guard let format = ExportFormat(rawValue: name) else {
        throw .invalid("format", "field.not_a_choice")
      }
      return format
    }
    let accepted = headers[.accept] ?? ""
    guard !accepted.contains("application/json") else { return nil }
    return allCases.first { accepted.contains($0.mediaType) }
  }

  var mediaType: String {
    switch self {
    case .xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    case .csv: "text/csv"
    }
  }

  var contentType: String {
    switch self {
    case .xlsx: mediaType
    case .csv: "text/csv; charset=utf-8"
    }
  }

  func table(_ language: Language) -> TableWriter.Format {
    switch (self, language) {
    case (.xlsx, _): .workbook
    case (.csv, .vi): .delimited(.vietnamese)
    case (.csv, .en): .delimited(.english)
    }
  }
}
