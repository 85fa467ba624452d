import Foundation
import Postgres

/// What a firm reports of itself: a row a value, or a row an indicator with a column for each period.
struct ObservationTarget: ImportTarget {
  var columns: [ImportColumn] {
    [
      ImportColumn(
        field: "indicator", type: .text(limit: 200), isRequired: false, isPersonal: false,
        headings: [
          "chi so", "ma chi so", "ma", "ma so", "chi tieu", "ma chi tieu", "indicator",
          "indicator code", "code", "item",
        ]),
      ImportColumn(
        field: "indicatorName", type: .text(limit: 300), isRequired: false, isPersonal: false,
        headings: [
          "ten chi so", "ten chi tieu", "dien giai", "noi dung", "indicator name", "description",
        ]),
      ImportColumn(
        field: "unitOfMeasure", type: .text(limit: 60), isRequired: false, isPersonal: false,
        headings: ["don vi tinh", "dvt", "don vi", "unit", "unit of measure", "units"]),
      ImportColumn(
        field: "period", type: .period, isRequired: false, isPersonal: false,
        headings: ["ky", "ky bao cao", "thoi gian", "ky so lieu", "quy", "thang", "nam", "period"]),
      ImportColumn(
        field: "value", type: .amount, isRequired: false, isPersonal: false,
        headings: ["gia tri", "so lieu", "so tien", "thuc hien", "value", "amount", "figure"]),
      ImportColumn(
        field: "currency", type: .text(limit: 3), isRequired: false, isPersonal: false,
        headings: ["tien te", "loai tien", "currency"]),
      ImportColumn(
        field: "confidence",
        type: .choice([
          "measured": ["measured", "do duoc", "so sach", "theo so sach", "do dem"],
          "declared": ["declared", "khai bao", "tu khai", "ke khai"],
          "estimated": ["estimated", "uoc tinh", "uoc luong"],
        ]), isRequired: false, isPersonal: false,
        headings: ["do chac chan", "cach co so lieu", "confidence", "how sure"]),
      ImportColumn(
        field: "source", type: .text(limit: 300), isRequired: false, isPersonal: false,
        headings: ["nguon", "nguon so lieu", "source", "ghi chu", "note"]),
    ]
  }

  func madeUpField(_ heading: String) -> String? {
    // What stands in brackets is the unit of the column.
    Period(written: String(heading.prefix { !"([".contains($0) })).map { "\($0)" }
  }

  func madeUpColumn(_ field: String) -> ImportColumn? {
    guard Period(field) != nil else { return nil }
    return ImportColumn(
      field: field, type: .amount, isRequired: false, isPersonal: false, headings: [])
  }

  func missing(from taken: Set<String>) -> [String] {
    var missing: [String] = []
    if taken.isDisjoint(with: ["indicator", "indicatorName"]) { missing.append("indicator") }
    if !taken.contains(where: { Period($0) != nil }) {
      missing += ["period", "value"].filter { !taken.contains($0) }
    }
    return missing
  }

  var asksByContent: Bool { true }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    let figures = try await session.firmFigures(asOf: .farFuture, knownAt: nil)
    let reader = try await session.entryReader(figures.register)
    let sheet = try ObservationRows(
      try await session.fetchAll(.importEntries, batch.firmID, batch.id), figures)
    let outcomes = ObservationPlan(sheet.entries, figures, reader).outcomes
    var decided = DecidedRows()
    for row in try sheet.decide(outcomes, newID: { session.newIDs(1)[0] }) { decided.add(row) }
    try await decided.write(batch, in: session)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let written = try await session.fetchOne(
      .writtenObservations, batch.firmID, batch.id, session.now,
      session.principal.accountID.uuid, batch.recordedReason)
    guard written?.isWhole == true else { throw AppError.conflict("import.changed_meanwhile") }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("observation", of: batch, step)
  }
}

struct WrittenObservations: Decodable, Sendable {
  let isWhole: Bool
}

extension Query<WrittenObservations> {
  fileprivate static var writtenObservations: Self { Query("import.write_observations") }
}
