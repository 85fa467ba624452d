/// Separated values, strictly by RFC 4180, record after record: quotes only around a whole field,
/// doubled within.
///
/// A parser of our own, since the one at hand fills short rows, drops blanks at the start of a field
/// and accepts a quote that is never closed.
struct DelimitedParser {
  struct Record {
    /// Of the text, counted from 1, where the record starts.
    let line: Int
    let fields: [ArraySlice<UInt8>]
  }

  struct Failure: Error {
    /// Of the text, counted from 1.
    let line: Int
    /// Counted from 0.
    let column: Int
    let reason: Reason
  }

  enum Reason {
    case quoteInsideField, textAfterQuote, quoteNeverClosed, tooManyFields, fieldTooLong
  }

  private let bytes: [UInt8]
  private let separator: UInt8
  private let mostFields: Int
  private let longestField: Int
  private var at: Int
  private var line = 1

  /// - Parameter start: where in `bytes` the first record starts.
  init(_ bytes: [UInt8], from start: Int, separator: UInt8, mostFields: Int, longestField: Int) {
    self.bytes = bytes
    self.separator = separator
    self.mostFields = mostFields
    self.longestField = longestField
    at = start
  }

  /// Nil at the end. A blank line is a record of one empty field.
  mutating func next() throws(Failure) -> Record? {
    guard at < bytes.count else { return nil }
    let first = line
    var fields: [ArraySlice<UInt8>] = []
    while true {
      guard fields.count < mostFields else { throw failure(fields.count, .tooManyFields) }
      let field =
        at < bytes.count && bytes[at] == Self.quote
        ? try quoted(fields.count) : try plain(fields.count)
      guard field.count <= longestField else { throw failure(fields.count, .fieldTooLong) }
      fields.append(field)
      if at < bytes.count && bytes[at] == separator {
        at += 1
      } else {
        endLine()
        return Record(line: first, fields: fields)
      }
    }
  }

  private static let quote = UInt8(ascii: "\"")
  private static let feed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  private mutating func plain(_ column: Int) throws(Failure) -> ArraySlice<UInt8> {
    let start = at
    let end = min(bytes.count, start + longestField + 1)
    while at < end {
      let byte = bytes[at]
      if byte == separator || byte == Self.feed { break }
      if byte == Self.quote { throw failure(column, .quoteInsideField) }
      if byte == Self.carriageReturn && isLineEnd(at) { break }
      at += 1
    }
    return bytes[start..<at]
  }

  private mutating func quoted(_ column: Int) throws(Failure) -> ArraySlice<UInt8> {
    let firstLine = line
    at += 1
    let start = at
    var doubled: [UInt8]?
    while at < bytes.count {
      let byte = bytes[at]
      if byte == Self.quote {
        guard at + 1 < bytes.count, bytes[at + 1] == Self.quote else { break }
        // The first doubled quote starts a copy; until then the field lies in the text as it is.
        if doubled == nil { doubled = Array(bytes[start..<at]) }
        doubled?.append(byte)
        at += 2
        if at - start > 2 * longestField { throw failure(column, .fieldTooLong) }
        continue
      }
      if byte == Self.feed { line += 1 }
      doubled?.append(byte)
      at += 1
      if at - start > 2 * longestField { throw failure(column, .fieldTooLong) }
    }
    guard at < bytes.count else {
      throw Failure(line: firstLine, column: column, reason: .quoteNeverClosed)
    }
    let field = doubled.map { $0[...] } ?? bytes[start..<at]
    at += 1
    guard at == bytes.count || bytes[at] == separator || bytes[at] == Self.feed || isLineEnd(at)
    else { throw failure(column, .textAfterQuote) }
    return field
  }

  // A return ends a line only before a line feed; elsewhere it is part of the field.
  private func isLineEnd(_ index: Int) -> Bool {
    bytes[index] == Self.carriageReturn && index + 1 < bytes.count && bytes[index + 1] == Self.feed
  }

  private mutating func endLine() {
    if at < bytes.count && bytes[at] == Self.carriageReturn { at += 1 }
    if at < bytes.count { at += 1 }
    line += 1
  }

  private func failure(_ column: Int, _ reason: Reason) -> Failure {
    Failure(line: line, column: column, reason: reason)
  }
}
