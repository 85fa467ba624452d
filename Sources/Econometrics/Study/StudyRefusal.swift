/// Why a study is refused before any number is computed.
package enum StudyRefusal: Error, Equatable, Sendable {
  case duplicateKey(keys: [[Label]])
  case treatmentSwitchesOff(units: [Label])
  case missingAdoptionDate(units: [Label])
  case adoptionDateVaries(units: [Label])
  case noNeverTreated
  case unknownField(String, estimator: String, nearest: String?)
  case unknownColumn(String, nearest: String?)
  /// `row` counts the lines of the file from 1, the header being line 1.
  case textInNumber(column: String, row: Int, value: String)
  case malformedData(line: Int, RefusalDetail)
  case malformedSpecification(RefusalDetail)
  case missingField(String, estimator: String)
  case invalidField(String, RefusalDetail)
  case noRows(RefusalDetail)
  /// An iterative solution did not settle.
  case notConverged(RefusalDetail)

  /// The code that the result carries under `reason`.
  package var code: String {
    switch self {
    case .duplicateKey: "duplicate_key"
    case .treatmentSwitchesOff: "treatment_switches_off"
    case .missingAdoptionDate: "missing_adoption_date"
    case .adoptionDateVaries: "adoption_date_varies"
    case .noNeverTreated: "no_never_treated"
    case .unknownField: "unknown_field"
    case .unknownColumn: "unknown_column"
    case .textInNumber: "text_in_number"
    case .malformedData: "malformed_data"
    case .malformedSpecification: "malformed_specification"
    case .missingField: "missing_field"
    case .invalidField: "invalid_field"
    case .noRows: "no_rows"
    case .notConverged: "not_converged"
    }
  }

  /// What is wrong in words that the code alone does not say; nil where it does.
  package var detail: RefusalDetail? {
    switch self {
    case .malformedData(_, let detail), .malformedSpecification(let detail),
      .invalidField(_, let detail), .noRows(let detail), .notConverged(let detail):
      detail
    case .duplicateKey, .treatmentSwitchesOff, .missingAdoptionDate, .adoptionDateVaries,
      .noNeverTreated, .unknownField, .unknownColumn, .textInNumber, .missingField:
      nil
    }
  }

  /// One sentence for the person who wrote the study.
  package var message: String {
    switch self {
    case .duplicateKey(let keys):
      return "\(keys.count) firm-periods appear more than once; keep one row of each."
    case .treatmentSwitchesOff(let units):
      return "Treatment goes back to 0 in \(units.count) units; this estimator needs one that"
        + " stays. Ask for switch_off \"ever_started\" or \"drop_from_exit\"."
    case .missingAdoptionDate(let units):
      return "\(units.count) units have no adoption date; give a date, or the never_code."
    case .adoptionDateVaries(let units):
      return "\(units.count) units have more than one adoption date."
    case .noNeverTreated:
      return "No unit is never treated; ask for control \"not_yet\"."
    case .unknownField(let field, let estimator, let nearest):
      return "\(estimator) takes no field \(field)." + Self.hint(nearest)
    case .unknownColumn(let column, let nearest):
      return "There is no column \(column)." + Self.hint(nearest)
    case .textInNumber(let column, let row, let value):
      return "Line \(row): \(column) holds the text \"\(value)\" where a number is needed."
    case .malformedData(let line, let problem):
      return "Line \(line): \(problem.sentence)."
    case .malformedSpecification(let problem):
      return "The specification cannot be read: \(problem.sentence)."
    case .missingField(let field, let estimator):
      return "\(estimator) needs the field \(field)."
    case .invalidField(let field, let problem):
      return "\(field): \(problem.sentence)."
    case .noRows(let problem):
      return "No row is left: \(problem.sentence)."
    case .notConverged(let problem):
      return "The computation did not settle: \(problem.sentence)."
    }
  }

  private static func hint(_ nearest: String?) -> String {
    nearest.map { " Did you mean \($0)?" } ?? ""
  }
}

/// What names a unit, a period or a level: a number or a text.
package enum Label: Hashable, Sendable, Codable, Comparable {
  case number(Double)
  case text(String)

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      self = .number(number)
    } else {
      self = .text(try container.decode(String.self))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .number(let value): try container.encode(value)
    case .text(let value): try container.encode(value)
    }
  }

  /// Whole numbers without decimals.
  package var description: String {
    switch self {
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : "\(value)"
    case .text(let value): value
    }
  }

  package static func < (left: Label, right: Label) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a < b
    case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
    case (.number, .text): true
    case (.text, .number): false
    }
  }
}
