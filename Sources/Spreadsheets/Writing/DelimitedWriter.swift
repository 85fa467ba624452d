import Foundation

/// Rows as delimited text that Excel opens with its diacritics whole.
package struct DelimitedWriter: Sendable {
  /// What Excel of a language takes for a table: where the comma divides decimals, the semicolon
  /// divides fields. Dates are written as ISO 8601, which both take for dates.
  package enum Dialect: Hashable, Sendable {
    case vietnamese
    case english

    package var separator: Separator {
      switch self {
      case .vietnamese: .semicolon
      case .english: .comma
      }
    }

    fileprivate var decimalSign: String {
      switch self {
      case .vietnamese: ","
      case .english: "."
      }
    }
  }

  /// Without it, Excel takes UTF-8 for the code page of the machine.
  package static let byteOrderMark: [UInt8] = [0xef, 0xbb, 0xbf]

  private let dialect: Dialect

  package init(_ dialect: Dialect) { self.dialect = dialect }

  package func line(_ values: [WrittenValue]) -> [UInt8] {
    var line: [UInt8] = []
    for (index, value) in values.enumerated() {
      if index > 0 { line.append(dialect.separator.byte) }
      append(field(value), to: &line)
    }
    line += [0x0d, 0x0a]
    return line
  }

  private func field(_ value: WrittenValue) -> String {
    switch value {
    case .empty: ""
    case .text(let text): Self.guarded(text)
    case .whole(let number): String(number)
    case .number(let number): number.isFinite ? written(number) : ""
    case .moment(let moment): moment.iso
    case .truth(let isTrue): isTrue ? "TRUE" : "FALSE"
    }
  }

  private func written(_ number: Double) -> String {
    CellNumber(number, padding: nil).shown.replacing(".", with: dialect.decimalSign)
  }

  private func append(_ text: String, to line: inout [UInt8]) {
    let needsQuotes = text.utf8.contains {
      $0 == dialect.separator.byte || $0 == UInt8(ascii: "\"") || $0 == 0x0a || $0 == 0x0d
        || $0 == 0x09
    }
    guard needsQuotes else {
      line += text.utf8
      return
    }
    line.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") { line.append(byte) }
      line.append(byte)
    }
    line.append(UInt8(ascii: "\""))
  }

  /// A text that a program would calculate is told to be a text by `'`; one that it would take for a
  /// number or a date, and spoil, by a tab, which does not show. Reading takes both away again.
  /// Source: OWASP, CSV injection.
  private static func guarded(_ text: String) -> String {
    guard let first = text.first else { return text }
    if isDangerous(first) || (first == "'" && isGuarded(text)) { return "'" + text }
    return isSpoilt(text) ? "\t" + text : text
  }

  static func isDangerous(_ first: Character) -> Bool { "=+-@\t\r\n\r\n＝＋－＠".contains(first) }

  /// A text that reading would take the first sign from.
  static func isGuarded(_ text: String) -> Bool {
    guard text.first == "'", let second = text.dropFirst().first else { return false }
    return isDangerous(second) || (second == "'" && isGuarded(String(text.dropFirst())))
  }

  /// Codes with leading zeros, long numbers, and what looks like a date or a power of ten.
  private static func isSpoilt(_ text: String) -> Bool {
    guard let first = text.utf8.first, (0x30...0x39).contains(first), text.utf8.count < 64 else {
      return false
    }
    if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      return (first == 0x30 && text.utf8.count > 1) || text.utf8.count > 11
    }
    return text.utf8.allSatisfy { (0x30...0x39).contains($0) || "-/.:, eE%+".utf8.contains($0) }
  }
}

extension CellMoment {
  /// `2026-11-24`, `2026-11-24 08:30:00` or `08:30:00`.
  fileprivate var iso: String {
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    let date = day.map { "\(padded($0.year, 4))-\(padded($0.month, 2))-\(padded($0.day, 2))" }
    let time = seconds.map {
      "\(padded($0 / 3600, 2)):\(padded($0 / 60 % 60, 2)):\(padded($0 % 60, 2))"
    }
    return [date, time].compactMap { $0 }.joined(separator: " ")
  }
}
