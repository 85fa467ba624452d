import Foundation
import Postgres

/// What identifies a firm to the tax office; a household may have nothing that may be kept.
package enum TaxIDType: String, Codable, Sendable, CaseIterable {
  case enterprise = "MST10"
  case branch = "MST13"
  case none

  init(_ code: TaxCode?) {
    self = code.map { $0.branch == nil ? .enterprise : .branch } ?? .none
  }
}

package struct FirmDetail: Codable, Sendable, Versioned {
  package let id: ID<Firm>
  package let code: String
  package let name: String
  package let taxIdType: TaxIDType
  package let taxCode: String?
  package let vsicVersion: String
  package let vsicSection: String
  package let vsicClass: String?
  package let provinceCode: String
  package let communeCode: String?
  package let isActive: Bool
  package let version: Int
}

extension Query<FirmDetail> {
  static var firm: Self { Query("firm.show") }
  static var firms: Self { Query("firm.list") }
}

extension Problems {
  mutating func checkSector(section: String?, class vsicClass: String?) {
    if let section, section.count != 1 || !("A"..."Z").contains(section) {
      add("vsicSection", "firm.section")
    }
    if let vsicClass,
      vsicClass.utf8.count != 4 || !vsicClass.utf8.allSatisfy({ (48...57).contains($0) })
    {
      add("vsicClass", "constraint.a_vsic_class_has_four_digits")
    }
  }
}

/// One firm as far as the caller's reach goes.
package struct ShowFirm: UseCase {
  package static let name = "firm.show"
  package static let route = Route.get("/firms/{firmId}")
  package static let permission = Permission.signedIn
  package static let access = Access.read
  /// The tax code is looked up across firms.
  package static let context = DatabaseContext.system

  package let firmId: ID<Firm>

  package init(firmId: ID<Firm>) {
    self.firmId = firmId
  }

  package func run(in session: Session) async throws -> FirmDetail {
    let reach = try session.principal.reach()
    return try await session.find("firm", .firm, firmId.uuid, reach.firmID, reach.provinceCode)
  }
}

/// Firms by name, found without marks, by code or by tax code.
package struct ListFirms: Lookup {
  package typealias Output = Page<FirmDetail>

  package static let name = "firm.list"
  package static let route = Route.get("/firms")
  package static let permission = Permission.readProvince
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package let search: String?
  package let provinceCode: String?
  package let vsicSection: String?
  package let communeCode: String?
  package let isActive: Bool?
  package let after: String?
  package let limit: Int?

  package init(
    search: String?, provinceCode: String?, vsicSection: String?, communeCode: String?,
    isActive: Bool?, after: String?, limit: Int?
  ) {
    self.search = search
    self.provinceCode = provinceCode
    self.vsicSection = vsicSection
    self.communeCode = communeCode
    self.isActive = isActive
    self.after = after
    self.limit = limit
  }

  package func check(_ problems: inout Problems) {
    problems.bound(search, "search", limit: 200)
    problems.checkLimit(limit)
  }

  package func call(in context: LookupContext) throws -> Call {
    let reach = try context.principal.reach()
    if let own = reach.provinceCode, let provinceCode, own != provinceCode {
      throw AppError.invalid("provinceCode", "organisation.outside_your_province")
    }
    let taxCode = search.flatMap(Self.taxCode)
    return Call(
      Query<FirmDetail>.firms.statement,
      [
        reach.firmID, reach.provinceCode ?? provinceCode,
        taxCode == nil ? ListCursor.pattern(search) : nil, search?.tidied, taxCode, vsicSection,
        communeCode, isActive, try ListCursor.id(after), ListCursor.limit(limit) + 1,
      ])
  }

  package func output(from rows: Rows) throws -> Page<FirmDetail> {
    ListCursor.page(
      try rows.decode(FirmDetail.self), limit: ListCursor.limit(limit), id: \.id.uuid)
  }

  private static func taxCode(_ search: String) -> String? {
    do { return try TaxCode(search).text } catch { return nil }
  }
}
