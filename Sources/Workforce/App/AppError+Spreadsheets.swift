import Spreadsheets

extension AppError {
  /// A file that cannot be read, told at the field that it was given for.
  package static func invalid(_ field: String, _ error: SpreadsheetError) -> AppError {
    .invalid(field, error.rule, error.parameters)
  }
}
