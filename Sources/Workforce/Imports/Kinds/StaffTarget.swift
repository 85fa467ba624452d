import Postgres

/// The people of a firm: who they are, where they work, since when.
struct StaffTarget: ImportTarget {
  var columns: [ImportColumn] {
    ImportColumn.person + [
      ImportColumn(
        field: "email", type: .email, isRequired: false, isPersonal: true,
        headings: ["email", "e mail", "thu dien tu", "dia chi email", "email address"]),
      ImportColumn(
        field: "unit", type: .reference, isRequired: false, isPersonal: false,
        headings: [
          "don vi", "ma don vi", "ten don vi", "phong ban", "ma phong ban", "ten phong ban",
          "bo phan", "phong", "unit", "unit code", "unit name", "department", "department code",
        ]),
      ImportColumn(
        field: "jobRole", type: .reference, isRequired: false, isPersonal: false,
        headings: [
          "chuc danh", "ma chuc danh", "chuc vu", "vi tri", "vi tri viec lam", "vai tro cong viec",
          "job role",
          "job role code", "job title", "position", "title", "role",
        ]),
      ImportColumn(
        field: "startsOn", type: .startDate, isRequired: false, isPersonal: false,
        headings: [
          "ngay vao lam", "ngay bat dau", "ngay vao", "ngay nhan viec", "ngay bat dau lam viec",
          "start date", "hire date", "date joined", "starts on",
        ]),
    ]
  }

  func evaluate(_ batch: ImportWork, in session: Session) async throws {
    try await session.execute(
      Command("import.evaluate_staff"), batch.firmID, batch.id, session.today, session.now)
  }

  func apply(_ batch: ImportWork, in session: Session) async throws {
    let account = session.principal.accountID.uuid
    let of: [any PostgresEncodable] = [batch.firmID, batch.id]
    let recording: [any PostgresEncodable] = [batch.firmID, batch.id, session.now, account]
    // The new versions come first: when somebody changed a record meanwhile, fewer are written.
    let first = try await session.pipeline([
      Call(Command("import.keep_former").statement, of),
      Call(Command("import.bump_employees").statement, of),
      Call(Command("import.create_employees").statement, recording),
    ])
    guard first[1].affected == batch.changeCount, first[2].affected == batch.createCount else {
      throw AppError.conflict("import.changed_meanwhile")
    }
    try await session.goOn(batch)
    _ = try await session.pipeline([
      Call(Command("import.create_people").statement, of),
      Call(Command("import.change_people").statement, of),
      Call(Command.renameImportedEnrolments.statement, of),
    ])
    try await session.goOn(batch)
    _ = try await session.pipeline([
      Call(Command("import.start_employments").statement, recording),
      Call(Command("import.revise_employments").statement, recording),
    ])
    try await session.goOn(batch)
    _ = try await session.pipeline([
      Call(Command("import.revise_assignments").statement, recording + [session.today]),
      Call(Command("import.assign").statement, recording),
      Call(Command("import.note_staff").statement, of),
    ])
  }

  func restore(
    _ batch: ImportWork, step: ImportRestoring, in session: Session
  ) async throws {
    let of: [any PostgresEncodable] = [batch.firmID, batch.id]
    let stepping = of + [step.number]
    _ = try await session.pipeline([
      Call(Command("import.keep_present").statement, stepping),
      Call(Command("import.restore_employees").statement, stepping),
      Call(Command("import.restore_people").statement, stepping),
      Call(Command.renameImportedEnrolments.statement, of),
    ])
    try await session.restore("employment", of: batch, step)
    try await session.restore("assignment", of: batch, step)
  }
}

extension Command {
  fileprivate static var renameImportedEnrolments: Command { Command("import.rename_enrolments") }
}
