import Postgres

/// The levels that job roles require, from a day on.
struct RoleRequirementTarget: ImportTarget {
  var columns: [ImportColumn] {
    [
      ImportColumn(
        field: "jobRole", type: .reference, isRequired: true, isPersonal: false,
        headings: [
          "vi tri viec lam", "vi tri", "ma vi tri", "chuc danh", "ma chuc danh", "chuc vu",
          "job role", "job role code", "role", "position", "job title",
        ]),
      .competency,
      ImportColumn(
        field: "requiredLevel", type: .integer(1...8), isRequired: true, isPersonal: false,
        headings: [
          "muc yeu cau", "muc can dat", "bac yeu cau", "muc do yeu cau", "muc", "bac",
          "required level", "level", "target level",
        ]),
      ImportColumn(
        field: "minimumHolders", type: .integer(1...1000), isRequired: false, isPersonal: false,
        headings: [
          "so nguoi can dat", "so nguoi toi thieu", "so nguoi", "minimum holders", "holders",
        ]),
      ImportColumn(
        field: "validFrom", type: .date, isRequired: false, isPersonal: false,
        headings: ["tu ngay", "ap dung tu", "hieu luc tu", "ngay ap dung", "valid from", "from"]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    try await session.execute(
      Command("import.evaluate_requirements"), batch.firmID, batch.id, session.today, session.now)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let recording: [any PostgresEncodable] = [
      batch.firmID, batch.id, session.now, session.principal.accountID.uuid,
    ]
    let first = try await session.pipeline([
      Call(Command("import.revise_requirements").statement, recording)
    ])
    guard first[0].affected == batch.changeCount else {
      throw AppError.conflict("import.changed_meanwhile")
    }
    try await session.goOn(batch)
    _ = try await session.pipeline([
      Call(Command("import.require").statement, recording),
      Call(Command.bumpImportedJobRoles.statement, [batch.firmID, batch.id, 1]),
    ])
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    try await session.restore("role_requirement", of: batch, step)
    try await session.execute(
      .bumpImportedJobRoles, batch.firmID, batch.id, step.number)
  }
}

extension ImportColumn {
  static let competency = ImportColumn(
    field: "competency", type: .reference, isRequired: true, isPersonal: false,
    headings: [
      "nang luc", "ma nang luc", "ten nang luc", "ky nang", "ma ky nang", "competency",
      "competency code", "skill",
    ])
}

extension Command {
  fileprivate static var bumpImportedJobRoles: Command { Command("import.bump_job_roles") }
}
