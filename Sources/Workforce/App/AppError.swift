/// What can go wrong, once: each code has one status, one exit code and one page.
package struct AppError: Error, Sendable, Equatable {
  package enum Code: String, Sendable, CaseIterable, Codable {
    case invalidInput, unauthenticated, forbidden, notFound, conflict, limitReached, unavailable
    case internalError
  }

  package let code: Code
  /// The key of a sentence that says what happened and what to do; words live in `Localization`.
  package let rule: String
  package let parameters: [String: String]
  package let fieldErrors: [FieldError]

  package init(
    _ code: Code, _ rule: String, _ parameters: [String: String] = [:],
    fieldErrors: [FieldError] = []
  ) {
    self.code = code
    self.rule = rule
    self.parameters = parameters
    self.fieldErrors = fieldErrors
  }

  package static func invalid(_ fieldErrors: [FieldError]) -> AppError {
    AppError(.invalidInput, "error.invalid_input", fieldErrors: fieldErrors)
  }

  package static func invalid(
    _ field: String, _ rule: String, _ parameters: [String: String] = [:]
  ) -> AppError {
    invalid([FieldError(field: field, rule: rule, parameters: parameters)])
  }

  /// - Parameter noun: the noun of the product that is missing, such as `employee`.
  package static func notFound(_ noun: String) -> AppError {
    AppError(.notFound, "error.not_found", ["noun": noun])
  }

  package static func conflict(_ rule: String, _ parameters: [String: String] = [:]) -> AppError {
    AppError(.conflict, rule, parameters)
  }

  package static let forbidden = AppError(.forbidden, "error.forbidden")
  package static let unauthenticated = AppError(.unauthenticated, "error.unauthenticated")
}

/// A rule that one field of the input breaks. A value of the input is never repeated in it.
package struct FieldError: Sendable, Equatable, Codable {
  /// The path of the field in the input: `fullName`, `marks[3].minutes`.
  package let field: String
  /// The key of the sentence: `field.required`.
  package let rule: String
  package let parameters: [String: String]

  package init(field: String, rule: String, parameters: [String: String]) {
    self.field = field
    self.rule = rule
    self.parameters = parameters
  }
}

/// Collects everything that is wrong with an input, so that a person learns it at once.
package struct Problems: Sendable {
  package private(set) var fieldErrors: [FieldError] = []

  package init() {}

  package mutating func add(
    _ field: String, _ rule: String, _ parameters: [String: String] = [:]
  ) {
    fieldErrors.append(FieldError(field: field, rule: rule, parameters: parameters))
  }

  /// A text that a person must give, at most `limit` characters long.
  package mutating func require(_ text: String, _ field: String, limit: Int) {
    if text.allSatisfy(\.isWhitespace) {
      add(field, "field.required")
    } else {
      bound(text, field, limit: limit)
    }
  }

  package mutating func bound(_ text: String?, _ field: String, limit: Int) {
    guard let text else { return }
    if text.count > limit { add(field, "field.too_long", ["limit": "\(limit)"]) }
    if text.unicodeScalars.contains(where: {
      $0.value < 32 && $0 != "\n" && $0 != "\t" && $0 != "\r"
    }) {
      add(field, "field.control_characters")
    }
  }

  package mutating func range<Number: Comparable & Sendable>(
    _ number: Number?, _ field: String, _ allowed: ClosedRange<Number>
  ) {
    guard let number, !allowed.contains(number) else { return }
    add(
      field, "field.out_of_range",
      ["lowest": "\(allowed.lowerBound)", "highest": "\(allowed.upperBound)"])
  }

  package func throwIfAny() throws(AppError) {
    if !fieldErrors.isEmpty { throw AppError.invalid(fieldErrors) }
  }
}
