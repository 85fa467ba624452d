import Foundation
import Postgres

package struct AgencyDetail: Codable, Sendable, Versioned {
  package let id: ID<Agency>
  package let code: String
  package let name: String
  package let provinceCode: String
  package let isActive: Bool
  package let version: Int
}

extension Query<AgencyDetail> {
  static var agency: Self { Query("agency.show") }
  static var agencies: Self { Query("agency.list") }
}

package struct ShowAgency: Lookup {
  package typealias Output = AgencyDetail

  package static let name = "agency.show"
  package static let route = Route.get("/agencies/{agencyId}")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let agencyId: ID<Agency>

  package init(agencyId: ID<Agency>) {
    self.agencyId = agencyId
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<AgencyDetail>.agency.statement, [agencyId.uuid])
  }

  package func output(from rows: Rows) throws -> AgencyDetail {
    try rows.one(AgencyDetail.self, "agency")
  }
}

/// Public bodies that run a programme, by name.
package struct ListAgencies: Lookup {
  package typealias Output = Page<AgencyDetail>

  package static let name = "agency.list"
  package static let route = Route.get("/agencies")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package let provinceCode: String?
  package let after: String?
  package let limit: Int?

  package init(provinceCode: String?, after: String?, limit: Int?) {
    self.provinceCode = provinceCode
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<AgencyDetail>.agencies.statement,
      [provinceCode, try ListCursor.id(after), ListCursor.limit(limit) + 1])
  }

  package func output(from rows: Rows) throws -> Page<AgencyDetail> {
    ListCursor.page(
      try rows.decode(AgencyDetail.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }
}

/// Enters a public body that runs a programme in a province.
package struct CreateAgency: UseCase {
  package static let name = "agency.create"
  package static let route = Route.post("/agencies")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let code: String
  package let name: String
  package let provinceCode: String

  package init(code: String, name: String, provinceCode: String) {
    self.code = code
    self.name = name
    self.provinceCode = provinceCode
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 300)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let id: ID<Agency> = session.newID()
    try await session.execute(
      .createAgency, id.uuid, code.tidied, name.tidied, provinceCode, session.now,
      session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("code", before: nil, after: code.tidied),
        AuditChange("provinceCode", before: nil, after: provinceCode),
      ], reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}

/// Changes the name of an agency, or whether it takes part.
package struct ChangeAgency: UseCase {
  package static let name = "agency.change"
  package static let route = Route.patch("/agencies/{agencyId}")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let agencyId: ID<Agency>
  package let name: String?
  package let isActive: Bool?

  package init(agencyId: ID<Agency>, name: String?, isActive: Bool?) {
    self.agencyId = agencyId
    self.name = name
    self.isActive = isActive
  }

  package func check(_ problems: inout Problems) {
    if let name { problems.require(name, "name", limit: 300) }
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let present = try await session.find("agency", .agency, agencyId.uuid)
    try session.requireVersion(present.version)
    try await session.change(
      .changeAgency, agencyId.uuid, present.version, name?.tidied, isActive)
    session.recordAudit(
      [agencyId.uuid],
      changes: AuditChange.changes([
        ("name", present.name, name?.tidied),
        ("isActive", "\(present.isActive)", isActive.map { "\($0)" }),
      ]), reason: nil)
    return SavedRecord(id: agencyId.uuid, version: present.version + 1)
  }
}

extension Command {
  static var createAgency: Command { Command("agency.create") }
  static var changeAgency: Command { Command("agency.change") }
}
