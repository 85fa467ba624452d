import Postgres

/// A platform by name, and where it is listed.
package struct PlatformEntry: Codable, Sendable {
  package let id: ID<Platform>
  package let code: String
  package let name: String
  package let categoryCode: String
  package let processCode: String
  /// Nil when it fits any sector.
  package let vsicVersion: String?
  package let vsicSection: String?
  package let supplier: String?
  package let url: String?
  package let source: String
  package let isActive: Bool
  package let version: Int
}

/// Platforms of the catalogue by category, process and sector.
package struct ListPlatforms: Lookup {
  package let categoryCode: String?
  package let processCode: String?
  package let vsicVersion: String?
  package let vsicSection: String?

  package typealias Output = [PlatformEntry]

  package static let name = "platform.list"
  package static let route = Route.get("/platforms")
  package static let permission = Permission.readCatalogue
  package static let access = Access.read

  package init(
    categoryCode: String?, processCode: String?, vsicVersion: String?, vsicSection: String?
  ) {
    self.categoryCode = categoryCode
    self.processCode = processCode
    self.vsicVersion = vsicVersion
    self.vsicSection = vsicSection
  }

  package func call(in context: LookupContext) throws -> Call {
    Call(
      Query<PlatformEntry>.platforms.statement,
      [categoryCode, processCode, vsicVersion, vsicSection])
  }

  package func output(from rows: Rows) throws -> [PlatformEntry] {
    try rows.decode(PlatformEntry.self)
  }
}

extension Query<PlatformEntry> {
  static var platforms: Self { Query("platform.list") }
}

/// Adds a platform to the catalogue, with the list that it stands in.
package struct CreatePlatform: UseCase {
  package let code: String
  package let name: String
  package let categoryCode: String
  package let vsicVersion: String?
  package let vsicSection: String?
  package let supplier: String?
  package let url: String?
  /// Which list or decision names it.
  package let source: String

  package init(
    code: String, name: String, categoryCode: String, vsicVersion: String?,
    vsicSection: String?, supplier: String?, url: String?, source: String
  ) {
    self.code = code
    self.name = name
    self.categoryCode = categoryCode
    self.vsicVersion = vsicVersion
    self.vsicSection = vsicSection
    self.supplier = supplier
    self.url = url
    self.source = source
  }

  package struct Output: Codable, Sendable {
    package let id: ID<Platform>
    package let code: String
  }

  package static let name = "platform.create"
  package static let route = Route.post("/platforms")
  package static let permission = Permission.manageProvince
  package static let access = Access.write

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 200)
    problems.require(categoryCode, "categoryCode", limit: 40)
    problems.require(source, "source", limit: 300)
    problems.bound(supplier, "supplier", limit: 200)
    problems.bound(url, "url", limit: 300)
    if (vsicVersion == nil) != (vsicSection == nil) {
      problems.add("vsicSection", "platform.sector_is_incomplete")
    }
  }

  package func run(in session: Session) async throws -> Output {
    let id: ID<Platform> = session.newID()
    try await session.execute(
      Command("platform.insert"), id.uuid, code, name, categoryCode, vsicVersion, vsicSection,
      supplier, url, source, session.now, session.principal.accountID.uuid)
    session.recordAudit(
      [id.uuid], changes: [AuditChange("code", before: nil, after: code)], reason: nil)
    return Output(id: id, code: code)
  }
}
