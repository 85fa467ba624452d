/// The fields that firms, providers and people share, checked before anything is asked of the database.
extension Problems {
  /// A human-readable code: short, without white space inside, and never a citizen identity number.
  mutating func requireCode(_ code: String, _ field: String) {
    require(code, field, limit: 40)
    if code.looksLikeCitizenNumber { add(field, "organisation.citizen_number") }
    if code.contains(where: \.isWhitespace) { add(field, "organisation.code_with_space") }
  }

  mutating func checkTaxCode(_ text: String?, _ field: String) {
    guard let text, !text.isEmpty else { return }
    do { _ = try TaxCode(text) } catch { add(field, error.rule) }
  }

  mutating func checkPhone(_ text: String?, _ field: String) {
    guard let text, !text.isEmpty else { return }
    do { _ = try PhoneNumber(text) } catch { add(field, error.rule) }
  }

  mutating func checkEmail(_ text: String?, _ field: String) {
    guard let text, !text.isEmpty else { return }
    if EmailAddress(text) == nil { add(field, "organisation.email") }
  }

  mutating func checkLimit(_ limit: Int?) {
    range(limit, "limit", 1...500)
  }
}

extension TaxCodeError {
  var rule: String {
    switch self {
    case .empty: "field.required"
    case .notDigits: "tax_code.not_digits"
    case .wrongLength: "tax_code.wrong_length"
    case .leadingZeroLost: "tax_code.leading_zero_lost"
    case .wrongCheckDigit: "tax_code.wrong_check_digit"
    case .branchZero: "tax_code.branch_zero"
    case .citizenNumber: "tax_code.citizen_number"
    }
  }
}

extension PhoneNumberError {
  var rule: String {
    switch self {
    case .empty: "field.required"
    case .notDigits: "phone.not_digits"
    case .wrongLength: "phone.wrong_length"
    case .unknownPrefix: "phone.unknown_prefix"
    case .retiredPrefix: "phone.retired_prefix"
    case .leadingZeroLost: "phone.leading_zero_lost"
    }
  }
}

extension PersonNameError {
  var rule: String {
    switch self {
    case .empty: "field.required"
    case .tooLong: "person_name.too_long"
    case .notLetters: "person_name.not_letters"
    case .unreadable: "person_name.unreadable"
    }
  }
}
