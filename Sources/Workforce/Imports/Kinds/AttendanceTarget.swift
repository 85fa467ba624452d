import Postgres

/// Marks of half-days in classes that the firm itself gives.
struct AttendanceTarget: ImportTarget {
  var columns: [ImportColumn] {
    ImportColumn.person + [
      .courseRun,
      ImportColumn(
        field: "heldOn", type: .pastDate, isRequired: true, isPersonal: false,
        headings: ["ngay", "ngay hoc", "buoi ngay", "date", "held on", "session date"]),
      ImportColumn(
        field: "halfDay",
        type: .choice([
          "morning": ["morning", "sang", "buoi sang", "am"],
          "afternoon": ["afternoon", "chieu", "buoi chieu", "pm"],
        ]), isRequired: true, isPersonal: false,
        headings: ["buoi", "buoi hoc", "half day", "half-day", "part of day"]),
      ImportColumn(
        field: "mark",
        type: .choice([
          "present": ["present", "co mat", "co", "x", "du"],
          "late": ["late", "muon", "tre", "di muon", "den muon"],
          "excused": ["excused", "co phep", "vang co phep", "phep", "p"],
          "absent": ["absent", "vang", "vang mat", "khong phep", "k", "v"],
        ]), isRequired: true, isPersonal: false,
        headings: ["diem danh", "trang thai", "mark", "attendance", "status"]),
      ImportColumn(
        field: "minutes", type: .integer(0...720), isRequired: false, isPersonal: false,
        headings: ["so phut", "phut", "minutes"]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    try await session.execute(
      Command("import.evaluate_attendance"), batch.firmID, batch.id, session.today, session.now,
      session.principal.unitScope)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let locked = try await session.fetchOne(.lockedSessions, batch.firmID, batch.id)
    guard locked?.areOpen == true else { throw AppError.conflict("import.changed_meanwhile") }
    let written = try await session.execute(
      Command("import.write_attendance"), batch.firmID, batch.id, session.now,
      session.principal.accountID.uuid)
    guard written == batch.createCount + batch.changeCount else {
      throw AppError.conflict("import.changed_meanwhile")
    }
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("attendance", of: batch, step)
  }
}

struct LockedImportSessions: Decodable, Sendable {
  let areOpen: Bool
}

extension Query<LockedImportSessions> {
  fileprivate static var lockedSessions: Self { Query("import.lock_sessions") }
}
