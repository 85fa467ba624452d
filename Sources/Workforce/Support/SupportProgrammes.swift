import Postgres

/// A programme out of which a province supports firms, with the decision that made it.
package struct ProgrammeEntry: Codable, Sendable {
  package let id: ID<SupportProgramme>
  package let provinceCode: String
  package let code: String
  package let name: String
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate?
  package let legalSource: String
  package let budgetVnd: Int?
  package let isActive: Bool
  package let version: Int
}

package struct ListSupportProgrammes: Lookup {
  package let provinceCode: String?

  package typealias Output = [ProgrammeEntry]

  package static let name = "support-programme.list"
  package static let route = Route.get("/support-programmes")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(provinceCode: String?) {
    self.provinceCode = provinceCode
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<ProgrammeEntry>.programmes.statement, [provinceCode])
  }

  package func output(from rows: Rows) throws -> [ProgrammeEntry] {
    try rows.decode(ProgrammeEntry.self)
  }
}

extension Query<ProgrammeEntry> {
  static var programmes: Self { Query("support_programme.list") }
}

/// Adds a programme of the officer's agency.
package struct CreateSupportProgramme: UseCase {
  package let code: String
  package let name: String
  package let startsOn: CalendarDate
  package let endsOn: CalendarDate?
  /// The decision that made it.
  package let legalSource: String
  /// Whole đồng; nil when not known.
  package let budgetVnd: Int?

  package init(
    code: String, name: String, startsOn: CalendarDate, endsOn: CalendarDate?,
    legalSource: String, budgetVnd: Int?
  ) {
    self.code = code
    self.name = name
    self.startsOn = startsOn
    self.endsOn = endsOn
    self.legalSource = legalSource
    self.budgetVnd = budgetVnd
  }

  package struct Output: Codable, Sendable {
    package let id: ID<SupportProgramme>
    package let code: String
  }

  package static let name = "support-programme.create"
  package static let route = Route.post("/support-programmes")
  package static let permission = Permission.manageProvince
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 300)
    problems.require(legalSource, "legalSource", limit: 300)
    problems.range(budgetVnd, "budgetVnd", 0...100_000_000_000_000)
    if let endsOn, endsOn < startsOn { problems.add("endsOn", "field.ends_before_it_starts") }
  }

  package func run(in session: Session) async throws -> Output {
    let id: ID<SupportProgramme> = session.newID()
    try await session.execute(
      Command("support_programme.insert"), id.uuid, session.principal.agencyID?.uuid,
      try session.provinceCode(), code, name, startsOn, endsOn, legalSource, budgetVnd,
      session.now, session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid], changes: [AuditChange("code", before: nil, after: code)], reason: nil)
    return Output(id: id, code: code)
  }
}
