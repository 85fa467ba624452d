import Postgres

/// Levels that people were judged to have: by a test, a certificate or their manager.
struct AssessmentTarget: ImportTarget {
  var columns: [ImportColumn] {
    ImportColumn.person + [
      .competency,
      ImportColumn(
        field: "kind",
        type: .choice([
          "test": ["test", "bai kiem tra", "kiem tra", "sat hach", "thi"],
          "certificate": ["certificate", "chung chi", "chung nhan"],
          "manager": ["manager", "quan ly", "quan ly danh gia", "quan sat"],
        ]), isRequired: true, isPersonal: false,
        headings: [
          "hinh thuc", "cach danh gia", "hinh thuc danh gia", "loai bang chung", "kind",
          "assessed by", "method",
        ]),
      ImportColumn(
        field: "level", type: .integer(1...8), isRequired: false, isPersonal: false,
        headings: ["muc", "bac", "muc dat", "muc dat duoc", "level", "attained level"]),
      ImportColumn(
        field: "result",
        type: .choice([
          "passed": ["passed", "pass", "dat", "co", "yes", "x"],
          "failed": ["failed", "fail", "khong dat", "khong", "no"],
        ]), isRequired: false, isPersonal: false,
        headings: ["ket qua", "dat", "result", "passed"]),
      ImportColumn(
        field: "occurredOn", type: .pastDate, isRequired: true, isPersonal: false,
        headings: [
          "ngay", "ngay danh gia", "ngay thi", "ngay cap", "date", "assessed on", "occurred on",
        ]),
      ImportColumn(
        field: "expiresOn", type: .date, isRequired: false, isPersonal: false,
        headings: ["het han", "ngay het han", "co gia tri den", "expires on", "valid until"]),
      // Evidence may name people, so it stands in no diff.
      ImportColumn(
        field: "evidence", type: .text(limit: 2000), isRequired: true, isPersonal: true,
        headings: ["bang chung", "minh chung", "ghi chu", "can cu", "evidence", "note"]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    try await session.execute(
      Command("import.evaluate_assessments"), batch.firmID, batch.id, session.today, session.now,
      session.principal.unitScope)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let written = try await session.execute(
      Command("import.write_assessments"), batch.firmID, batch.id, session.now,
      session.principal.accountID.uuid)
    guard written == batch.createCount + batch.changeCount else {
      throw AppError.conflict("import.changed_meanwhile")
    }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("assessment", of: batch, step)
  }
}
