/// Why a text is no telephone number. It never carries the text.
package enum PhoneNumberError: String, Error, CaseIterable, Sendable {
  case empty
  case notDigits
  case wrongLength
  case unknownPrefix
  /// Eleven digits starting 01: mobile numbers lost this form in 2018.
  case retiredPrefix
  /// A whole number but for its first zero: what a spreadsheet makes of it.
  case leadingZeroLost
}

/// A telephone number in E.164, Vietnamese unless it is written with another country's code.
///
/// Mobile: 0 and 9 digits starting 3, 5, 7, 8, 9. Landline: 0 and 10 digits starting 2.
/// Service: 1800 or 1900 and 4 or 6 digits, without a zero.
package struct PhoneNumber: Hashable, Sendable {
  /// `+84912345678`
  package let e164: String

  package init(_ text: some StringProtocol) throws(PhoneNumberError) {
    var digits = String(text)
    if !Self.isOfDigits(digits) {
      digits.removeAll { $0.isWhitespace || ".-()\u{2013}".contains($0) }
    }
    guard !digits.isEmpty else { throw .empty }
    let isInternational = digits.hasPrefix("+") || digits.hasPrefix("00")
    if isInternational { digits = String(digits.dropFirst(digits.hasPrefix("+") ? 1 : 2)) }
    guard !digits.isEmpty, Self.isOfDigits(digits) else { throw .notDigits }
    if isInternational && !digits.hasPrefix("84") {
      guard !digits.hasPrefix("0") else { throw .unknownPrefix }
      guard (8...15).contains(digits.count) else { throw .wrongLength }
      e164 = "+\(digits)"
    } else {
      e164 = "+84\(try Self.significant(digits, isInternational: isInternational))"
    }
  }

  /// As it is dialled in Vietnam: `0912345678`, `18001234`; a foreign number keeps its plus.
  package var national: String {
    guard e164.hasPrefix("+84") else { return e164 }
    let rest = e164.dropFirst(3)
    return Self.isService(rest) ? String(rest) : "0\(rest)"
  }

  private static func isOfDigits(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// The digits after the country code.
  private static func significant(
    _ digits: String, isInternational: Bool
  ) throws(PhoneNumberError) -> Substring {
    let rest: Substring
    if isInternational || (digits.hasPrefix("84") && digits.count >= 11) {
      // Cards print +84 (0)258…: the zero in brackets is not dialled.
      let written = digits.dropFirst(2)
      rest = written.hasPrefix("0") ? written.dropFirst() : written
    } else if digits.hasPrefix("0") {
      rest = digits.dropFirst()
    } else if isService(digits[...]) {
      rest = digits[...]
    } else if fault(in: digits[...]) == nil {
      throw .leadingZeroLost
    } else {
      throw .unknownPrefix
    }
    if let fault = fault(in: rest) { throw fault }
    return rest
  }

  private static func fault(in rest: Substring) -> PhoneNumberError? {
    switch rest.first {
    case "3", "5", "7", "8", "9": rest.count == 9 ? nil : .wrongLength
    case "2": rest.count == 10 ? nil : .wrongLength
    case "1": isService(rest) ? nil : rest.count == 10 ? .retiredPrefix : .wrongLength
    default: .unknownPrefix
    }
  }

  private static func isService(_ rest: Substring) -> Bool {
    (rest.hasPrefix("1800") || rest.hasPrefix("1900")) && (rest.count == 8 || rest.count == 10)
  }
}
