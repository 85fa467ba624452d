import Foundation
import Postgres

/// The rows of a study's panel as they were read, column by column, ordered by firm and period.
struct StudyRows: Sendable {
  /// More would not fit beside a service that goes on answering.
  static let limit = 20_000_000

  private(set) var firms: [UUID] = []
  /// Number of each row's firm.
  private(set) var firm: [Int32] = []
  private(set) var period: [Int32] = []
  /// NaN where there is none; so with every number below.
  private(set) var value: [Double] = []
  private(set) var people: [Double] = []
  private(set) var share: [Double] = []
  private(set) var hours: [Double] = []
  private(set) var first: [Double] = []
  private(set) var second: [Double] = []
  /// Of each firm.
  private(set) var section: [String] = []
  private(set) var commune: [String] = []
  /// Of each row; empty where unknown.
  private(set) var size: [String] = []

  var count: Int { firm.count }

  /// Throws `invalidInput` when there are too many rows.
  mutating func append(_ row: inout CopyBinaryRow) throws {
    guard count < Self.limit else { throw AppError.conflict("study.too_large") }
    guard let id = try row.uuid(), let ordinal = try row.integer() else {
      throw PostgresError.misuse("a row of a panel has no firm or period")
    }
    let isNew = firms.last != id
    if isNew { firms.append(id) }
    firm.append(Int32(firms.count - 1))
    period.append(ordinal)
    value.append(try row.double() ?? .nan)
    let staff = try row.integer().map(Double.init) ?? .nan
    let able = try row.integer().map(Double.init) ?? .nan
    let minutes = try row.integer().map(Double.init) ?? 0
    people.append(staff)
    share.append(staff > 0 ? able / staff : .nan)
    hours.append(staff > 0 ? minutes / 60 / staff : 0)
    first.append(try row.double() ?? .nan)
    second.append(try row.double() ?? .nan)
    let sector = try row.text() ?? ""
    let place = try row.text() ?? ""
    size.append(try row.text() ?? "")
    if isNew {
      section.append(sector)
      commune.append(place)
    }
  }
}

extension StudyRows {
  /// Reads the panel of a study as the role that reads it and nothing else.
  static func read(
    _ description: StudyDescription, province: String, in transaction: Transaction
  ) async throws -> StudyRows {
    let settings = [
      ("app.study_province", province),
      ("app.study_period", description.periodKind.rawValue),
      ("app.study_last", description.lastPeriod.description),
      ("app.study_indicator", description.indicatorCode),
      ("app.study_first", description.treatment.signal),
      ("app.study_second", description.secondTreatment?.signal ?? ""),
      ("app.study_first_course", description.treatment.courseId?.description ?? ""),
      ("app.study_second_course", description.secondTreatment?.courseId?.description ?? ""),
    ]
    for (name, value) in settings { try await transaction.set(name, to: value) }
    let statement = Command("study.panel").statement
    var rows = StudyRows()
    var reader = CopyBinaryReader()
    let copy = "copy (\(statement.sql)) to stdout (format binary)"
    for try await chunk in transaction.copyOut(copy) {
      try reader.read(chunk) { row in try rows.append(&row) }
    }
    return rows
  }
}
