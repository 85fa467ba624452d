/// Comma-separated values in UTF-8 as a whole, for files that are ours: reference data and the demo.
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
    var parser = DelimitedParser(
      Array(bytes), from: bytes.starts(with: mark) ? mark.count : 0, separator: separator,
      mostFields: .max, longestField: .max / 4)
    var records: [Record] = []
    while let record = try Self.next(&parser) {
      var fields: [String] = []
      for field in record.fields {
        guard let text = String(validating: field, as: UTF8.self) else {
          throw Failure(line: record.line, fault: .notUTF8)
        }
        fields.append(text)
      }
      records.append(Record(line: record.line, fields: fields))
    }
    self.records = records
  }

  private static func next(
    _ parser: inout DelimitedParser
  ) throws(Failure) -> DelimitedParser.Record? {
    do {
      return try parser.next()
    } catch {
      throw Failure(line: error.line, fault: Fault(error.reason))
    }
  }
}

extension SeparatedText.Fault {
  fileprivate init(_ reason: DelimitedParser.Reason) {
    switch reason {
    // The bounds are larger than memory.
    case .quoteInsideField, .tooManyFields, .fieldTooLong: self = .quoteInsideField
    case .textAfterQuote: self = .textAfterQuote
    case .quoteNeverClosed: self = .quoteNeverClosed
    }
  }
}
