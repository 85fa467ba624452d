/// Comma-separated values, strictly by RFC 4180: quotes only around a whole field, doubled within.
///
/// A parser of our own, since the one at hand fills short rows, drops blanks at the start of a field
/// and accepts a quote that is never closed.
package struct SeparatedText: Sendable {
  package struct Record: Hashable, Sendable {
    /// Counted from 1, where the record starts.
    package let line: Int
    package let fields: [String]
  }

  package enum Fault: String, Sendable {
    case notUTF8, quoteInsideField, textAfterQuote, quoteNeverClosed
  }

  package struct Failure: Error, Hashable, Sendable {
    package let line: Int
    package let fault: Fault
  }

  /// A blank line is a record of one empty field. A byte-order mark is skipped.
  package let records: [Record]

  /// - Parameter separator: the byte between fields; spreadsheets in Vietnamese write a semicolon.
  package init(_ bytes: some Collection<UInt8>, separator: UInt8) throws(Failure) {
    let mark: [UInt8] = [0xef, 0xbb, 0xbf]
    var parser = Parser(separator: separator)
    for byte in bytes.dropFirst(bytes.starts(with: mark) ? mark.count : 0) {
      try parser.take(byte)
    }
    try parser.end()
    records = parser.records
  }
}

private struct Parser {
  private enum Place { case start, plain, quoted, afterQuote }

  let separator: UInt8
  private(set) var records: [SeparatedText.Record] = []
  private var place = Place.start
  private var line = 1
  private var firstLine = 1
  private var fields: [String] = []
  private var field: [UInt8] = []
  private var sawReturn = false

  init(separator: UInt8) {
    self.separator = separator
  }

  mutating func take(_ byte: UInt8) throws(SeparatedText.Failure) {
    if place == .quoted {
      if byte == UInt8(ascii: "\n") { line += 1 }
      if byte == UInt8(ascii: "\"") { place = .afterQuote } else { field.append(byte) }
      return
    }
    // A return ends a line only before a line feed; elsewhere it is part of the field.
    if sawReturn {
      sawReturn = false
      if byte != UInt8(ascii: "\n") { try keep(UInt8(ascii: "\r")) }
    }
    switch byte {
    case separator: try endField()
    case UInt8(ascii: "\n"): try endRecord()
    case UInt8(ascii: "\r"): sawReturn = true
    case UInt8(ascii: "\""):
      switch place {
      case .start: place = .quoted
      case .afterQuote:
        field.append(byte)
        place = .quoted
      case .plain, .quoted: throw failure(.quoteInsideField)
      }
    default: try keep(byte)
    }
  }

  mutating func end() throws(SeparatedText.Failure) {
    if place == .quoted { throw failure(.quoteNeverClosed) }
    if sawReturn { try keep(UInt8(ascii: "\r")) }
    if place != .start || !fields.isEmpty { try endRecord() }
  }

  private mutating func keep(_ byte: UInt8) throws(SeparatedText.Failure) {
    if place == .afterQuote { throw failure(.textAfterQuote) }
    place = .plain
    field.append(byte)
  }

  private mutating func endField() throws(SeparatedText.Failure) {
    guard let text = String(validating: field, as: UTF8.self) else { throw failure(.notUTF8) }
    fields.append(text)
    field.removeAll(keepingCapacity: true)
    place = .start
  }

  private mutating func endRecord() throws(SeparatedText.Failure) {
    try endField()
    records.append(SeparatedText.Record(line: firstLine, fields: fields))
    fields = []
    line += 1
    firstLine = line
  }

  private func failure(_ fault: SeparatedText.Fault) -> SeparatedText.Failure {
    SeparatedText.Failure(line: line, fault: fault)
  }
}
