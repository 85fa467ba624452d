import Foundation
import Postgres
import Seeds
import Spreadsheets

/// One row of a reference file, read column by column.
struct ReferenceRow {
  let file: ReferenceFile
  let line: Int
  private let fields: [String: String]
  private let notes: ReferenceNotes

  /// All rows of a file whose text is strict, composed and rectangular.
  /// - Parameter notes: what the notes of the rows say in Vietnamese.
  static func all(
    of file: ReferenceFile, _ bytes: some Collection<UInt8>, _ notes: ReferenceNotes
  ) throws(ReferenceError) -> [ReferenceRow] {
    let records: [SeparatedText.Record]
    do {
      records = try SeparatedText(bytes, separator: UInt8(ascii: ",")).records
    } catch {
      throw ReferenceError(file: file, line: error.line, problem: .separators(error.fault))
    }
    guard let header = records.first?.fields, Set(header).count == header.count else {
      throw ReferenceError(file: file, line: 1, problem: .noHeader)
    }
    var rows: [ReferenceRow] = []
    for record in records.dropFirst() {
      rows.append(try ReferenceRow(file: file, header: header, record: record, notes))
    }
    return rows
  }

  private init(
    file: ReferenceFile, header: [String], record: SeparatedText.Record, _ notes: ReferenceNotes
  ) throws(ReferenceError) {
    self.file = file
    self.notes = notes
    line = record.line
    fields = Dictionary(uniqueKeysWithValues: zip(header, record.fields))
    guard record.fields.count == header.count else {
      throw error(.wrongFieldCount(expected: header.count, found: record.fields.count))
    }
    let isTidy = record.fields.allSatisfy { $0.utf8.elementsEqual($0.tidied.utf8) }
    guard isTidy else { throw error(.notComposed) }
  }

  func error(_ problem: ReferenceError.Problem) -> ReferenceError {
    ReferenceError(file: file, line: line, problem: problem)
  }

  /// Nil when empty.
  func optional(_ column: String) throws(ReferenceError) -> String? {
    guard let value = fields[column] else { throw error(.missingColumn(column)) }
    return value.isEmpty ? nil : value
  }

  func text(_ column: String) throws(ReferenceError) -> String {
    guard let value = try optional(column) else { throw error(.missingValue(column: column)) }
    return value
  }

  func list(_ column: String, separator: String) throws(ReferenceError) -> [String] {
    (try optional(column) ?? "").components(separatedBy: separator).filter { !$0.isEmpty }
  }

  func optionalInteger(_ column: String) throws(ReferenceError) -> Int? {
    try converted(column) { Int($0) }
  }

  func integer(_ column: String) throws(ReferenceError) -> Int {
    try required(column) { Int($0) }
  }

  func optionalDay(_ column: String) throws(ReferenceError) -> CalendarDate? {
    try converted(column) { CalendarDate($0) }
  }

  func day(_ column: String) throws(ReferenceError) -> CalendarDate {
    try required(column) { CalendarDate($0) }
  }

  func flag(_ column: String) throws(ReferenceError) -> Bool {
    try required(column) { ["yes": true, "no": false][$0] }
  }

  func choice<Choice: RawRepresentable>(
    _ column: String, _ type: Choice.Type
  ) throws(ReferenceError) -> Choice where Choice.RawValue == String {
    try required(column) { Choice(rawValue: $0) }
  }

  /// `name` reads `name_vi` and `name_en`.
  func localized(_ stem: String) throws(ReferenceError) -> ReferenceData.Text {
    guard let text = try optionalLocalized(stem) else {
      throw error(.missingValue(column: "\(stem)_vi"))
    }
    return text
  }

  /// Nil when both are empty.
  func optionalLocalized(_ stem: String) throws(ReferenceError) -> ReferenceData.Text? {
    let text = ReferenceData.Text(vi: try optional("\(stem)_vi"), en: try optional("\(stem)_en"))
    return text.vi == nil && text.en == nil ? nil : text
  }

  /// A note in both languages; the file has the English.
  func note(_ column: String) throws(ReferenceError) -> ReferenceData.Text? {
    try optional(column).map(notes.text)
  }

  /// Files whose rows are all ours or invented have no column `source`.
  func provenance() throws(ReferenceError) -> ReferenceData.Provenance {
    let status = try choice("status", ReferenceData.Certainty.self)
    let source = fields["source"].flatMap { $0.isEmpty ? nil : $0 }
    guard status != .sourced || source != nil else { throw error(.noSource) }
    return ReferenceData.Provenance(status: status, source: source, note: try note("note"))
  }

  private func converted<Value>(
    _ column: String, _ convert: (String) -> Value?
  ) throws(ReferenceError) -> Value? {
    guard let text = try optional(column) else { return nil }
    guard let value = convert(text) else {
      throw error(.wrongValue(column: column, value: text))
    }
    return value
  }

  private func required<Value>(
    _ column: String, _ convert: (String) -> Value?
  ) throws(ReferenceError) -> Value {
    guard let value = try converted(column, convert) else {
      throw error(.missingValue(column: column))
    }
    return value
  }
}
