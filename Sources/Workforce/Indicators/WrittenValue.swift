import Foundation

/// Why a text is no value. Both readings are given where there are two.
package enum WrittenValueError: Error, Hashable, Sendable {
  case empty
  case notANumber
  case ambiguous(thousands: String, decimals: String)
  /// A đồng has no parts.
  case fraction
  case tooLarge

  package var rule: String {
    switch self {
    case .empty: "field.required"
    case .notANumber: "field.not_a_number"
    case .ambiguous: "observation.two_readings"
    case .fraction: "observation.whole_dong"
    case .tooLarge: "observation.too_large"
    }
  }

  package var parameters: [String: String] {
    switch self {
    case .empty, .notANumber, .fraction, .tooLarge: [:]
    case .ambiguous(let thousands, let decimals):
      ["thousands": thousands, "decimals": decimals]
    }
  }
}

/// A value as a person or a file wrote it: `1.250.000`, `12,5`, `1,25 tỷ`, or a number of JSON.
package struct WrittenValue: Codable, Sendable, Hashable, Shaped {
  package let text: String
  /// A number of JSON has one reading.
  private let number: Decimal?

  package init(_ text: String) {
    self.init(text: text, number: nil)
  }

  /// A value that is known already, and has one reading.
  package init(_ value: Decimal) {
    self.init(text: "\(value)", number: value)
  }

  init(text: String, number: Decimal?) {
    self.text = text
    self.number = number
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      text = try container.decode(String.self)
      number = nil
    } catch DecodingError.typeMismatch {
      let value = try container.decode(Decimal.self)
      text = "\(value)"
      number = value
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let number { try container.encode(number) } else { try container.encode(text) }
  }

  package static var shape: Shape { .text(format: "number") }
  package static var sample: WrittenValue { WrittenValue("1") }

  /// - Parameter isWholeMoney: whole đồng, where a point before three digits can only group them.
  package func value(isWholeMoney: Bool) throws(WrittenValueError) -> Decimal {
    let value: Decimal
    if let number {
      var (exact, rounded) = (number, Decimal())
      // A number of JSON may have come through a binary one: 0.1 is not 0.1000000000000000055.
      NSDecimalRound(&rounded, &exact, 9, .plain)
      value = rounded
    } else {
      value = isWholeMoney ? Decimal(try wholeMoney()) : try plain()
    }
    guard value.magnitude < 1_000_000_000_000_000_000 else { throw .tooLarge }
    if isWholeMoney {
      var (exact, rounded) = (value, Decimal())
      NSDecimalRound(&rounded, &exact, 0, .plain)
      guard rounded == value else { throw .fraction }
    }
    return value
  }

  /// What the last separator of a text is, where it could be either.
  package enum Reading: String, Sendable {
    case thousands, decimals
  }

  /// The same number in a way that has one reading; itself where it has only one.
  package func read(as reading: Reading) -> WrittenValue {
    guard number == nil, let (thousands, decimals, scale) = split() else { return self }
    switch reading {
    case .thousands: return WrittenValue(thousands + scale)
    // A fourth digit behind the separator: it cannot group.
    case .decimals: return WrittenValue(decimals + "0" + scale)
    }
  }

  /// The reading that gives a number which is known already; nil where there is one reading, or where
  /// neither gives it.
  package func reading(of known: Decimal?, isWholeMoney: Bool) -> Reading? {
    func value(_ written: WrittenValue) -> Result<Decimal, WrittenValueError> {
      Result { () throws(WrittenValueError) in try written.value(isWholeMoney: isWholeMoney) }
    }
    guard let known, case .failure(.ambiguous) = value(self) else { return nil }
    return [Reading.thousands, .decimals].first { value(read(as: $0)) == .success(known) }
  }

  private func wholeMoney() throws(WrittenValueError) -> Int64 {
    do {
      return try MoneyText(text).amountVND
    } catch {
      switch error {
      case .empty: throw .empty
      case .notANumber: throw .notANumber
      case .ambiguous: throw readings()
      case .fraction: throw .fraction
      case .tooLarge: throw .tooLarge
      }
    }
  }

  private func plain() throws(WrittenValueError) -> Decimal {
    var rest = FoldedText(text).value[...]
    guard !rest.isEmpty else { throw .empty }
    let isNegative = rest.first == "-" || rest.first == "\u{2212}"
    if isNegative { rest = rest.dropFirst().drop { $0 == " " } }
    if rest.last == "%" { rest = rest.dropLast() }
    while rest.last == " " { rest.removeLast() }
    do {
      let written = try WrittenNumber(rest, isScaled: true)
      let digits = written.decimals.isEmpty ? written.whole : "\(written.whole).\(written.decimals)"
      guard digits.count <= 30,
        let number = Decimal(string: digits, locale: Locale(identifier: "en_US_POSIX"))
      else { throw WrittenValueError.tooLarge }
      return isNegative ? -number : number
    } catch let error as MoneyTextError {
      switch error {
      case .ambiguous: throw readings()
      case .empty: throw .empty
      case .notANumber, .fraction: throw .notANumber
      case .tooLarge: throw .tooLarge
      }
    } catch let error as WrittenValueError {
      throw error
    } catch {
      throw .notANumber
    }
  }

  /// What the text would be with its last separator grouping, and with it before decimals.
  private func readings() -> WrittenValueError {
    guard let (thousands, decimals, scale) = split() else { return .notANumber }
    return .ambiguous(thousands: thousands + scale, decimals: decimals + scale)
  }

  /// Digits with the last separator left out, with it before decimals, and what follows; nil without
  /// a separator before three digits.
  private func split() -> (thousands: String, decimals: String, scale: String)? {
    let separators = ".,' "
    let folded = FoldedText(text).value
    let written = String(folded.prefix { !$0.isLetter && $0 != "₫" && $0 != "%" })
      .trimmingCharacters(in: .whitespaces)
    // The word for its scale as it was written, with its marks.
    let scale = text.drop { !$0.isLetter && $0 != "₫" && $0 != "%" }
      .trimmingCharacters(in: .whitespaces)
    let tail = scale.isEmpty ? "" : " " + scale
    let thousands = written.filter { !separators.contains($0) }
    guard let last = written.lastIndex(where: separators.contains) else { return nil }
    let whole = written[..<last].filter { !separators.contains($0) }
    let digits = written[written.index(after: last)...]
    guard digits.count == 3 else { return nil }
    return (thousands, "\(whole),\(digits)", tail)
  }
}
