/// Why a text is no tax code. It never carries the text.
package enum TaxCodeError: String, Error, CaseIterable, Sendable {
  case empty
  case notDigits
  case wrongLength
  /// Nine digits that check with a zero before them: what a spreadsheet makes of a number.
  case leadingZeroLost
  case wrongCheckDigit
  /// Branches count from 001.
  case branchZero
  /// Twelve digits: the number of a person, which is not kept. Such a unit has no tax code here.
  case citizenNumber
}

/// A tax code (mã số thuế): ten digits of an enterprise, and three more of a branch or other unit.
package struct TaxCode: Hashable, Sendable {
  /// Ten digits, the last of which checks the others.
  package let enterprise: String
  /// Three digits from 001 to 999; nil for the enterprise itself.
  package let branch: String?

  /// Takes `0314409058`, `0314409058-002` and the compact `0314409058002`, with spaces anywhere.
  package init(_ text: some StringProtocol) throws(TaxCodeError) {
    let characters = String(text.filter { !$0.isWhitespace })
    guard !characters.isEmpty else { throw .empty }
    var parts = characters.split(
      separator: "-", maxSplits: 1, omittingEmptySubsequences: false
    ).map { String($0) }
    // 0314409058-02 is a branch written wrong; without the hyphen it would be a person.
    if parts.count == 1 && characters.looksLikeCitizenNumber { throw .citizenNumber }
    guard parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }) else {
      throw .notDigits
    }
    if parts.count == 1 && parts[0].count == 13 {
      parts = [String(parts[0].prefix(10)), String(parts[0].suffix(3))]
    }
    let first = parts[0]
    let second = parts.count == 2 ? parts[1] : nil
    if first.count == 9 && second == nil && Self.checks("0\(first)") { throw .leadingZeroLost }
    guard first.count == 10, second == nil || second?.count == 3 else { throw .wrongLength }
    guard Self.checks(first) else { throw .wrongCheckDigit }
    guard second != "000" else { throw .branchZero }
    enterprise = first
    branch = second
  }

  /// As it is printed: `0314409058-002`.
  package var text: String { branch.map { "\(enterprise)-\($0)" } ?? enterprise }

  /// Without the hyphen: ten or thirteen digits.
  package var compact: String { enterprise + (branch ?? "") }

  /// The weighted sum modulo 11 must leave the last digit; a remainder of 0 belongs to no number.
  private static func checks(_ tenDigits: String) -> Bool {
    let digits = tenDigits.utf8.map { Int($0) - 48 }
    let sum = zip(digits, [31, 29, 23, 19, 17, 13, 7, 5, 3]).reduce(0) { $0 + $1.0 * $1.1 }
    return digits.count == 10 && digits[9] == 10 - sum % 11
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
