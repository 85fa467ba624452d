import Postgres

extension WrittenDayError {
  /// The rule that a text breaks, by the key of its words.
  package var rule: String {
    switch self {
    case .unreadable: "field.not_a_date"
    case .noSuchDay: "field.no_such_day"
    case .shortYear: "field.short_year"
    }
  }
}

extension CalendarDate {
  /// A day that somebody wrote in a field. Throws `invalidInput` naming the field.
  package init(_ text: String, inField field: String) throws(AppError) {
    do {
      try self.init(written: text)
    } catch {
      throw .invalid(field, error.rule)
    }
  }
}
