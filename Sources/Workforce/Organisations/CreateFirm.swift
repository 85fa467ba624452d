import Foundation
import Postgres

/// Enters a firm. A firm without a tax code is a household: the personal number of its owner, which
/// households use instead since 2025, is refused.
package struct CreateFirm: UseCase {
  package static let name = "firm.create"
  package static let route = Route.post("/firms")
  package static let permission = Permission.manageProvince
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let code: String
  package let name: String
  package let taxCode: String?
  package let vsicVersion: String
  package let vsicSection: String
  package let vsicClass: String?
  package let provinceCode: String
  package let communeCode: String?

  package init(
    code: String, name: String, taxCode: String?, vsicVersion: String, vsicSection: String,
    vsicClass: String?, provinceCode: String, communeCode: String?
  ) {
    self.code = code
    self.name = name
    self.taxCode = taxCode
    self.vsicVersion = vsicVersion
    self.vsicSection = vsicSection
    self.vsicClass = vsicClass
    self.provinceCode = provinceCode
    self.communeCode = communeCode
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 300)
    problems.checkTaxCode(taxCode, "taxCode")
    problems.checkSector(section: vsicSection, class: vsicClass)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    try session.principal.requireProvince(provinceCode)
    try await session.requireCommune(communeCode, in: provinceCode)
    let id: ID<Firm> = session.newID()
    let tax = try taxCode.flatMap { $0.isEmpty ? nil : try TaxCode($0) }
    try await session.execute(
      .createFirm, id.uuid, code.tidied, name.tidied, TaxIDType(tax).rawValue, vsicVersion,
      vsicSection, vsicClass, provinceCode, communeCode, session.now,
      session.principal.accountID.uuid)
    if let tax { try await session.execute(.takeTaxCode, tax.text, id.uuid) }
    session.recordAudit(
      [id.uuid],
      changes: [
        AuditChange("code", before: nil, after: code.tidied),
        AuditChange("taxCode", before: nil, after: tax?.text),
        AuditChange("vsicSection", before: nil, after: vsicSection),
        AuditChange("provinceCode", before: nil, after: provinceCode),
        AuditChange("communeCode", before: nil, after: communeCode),
      ], reason: nil)
    return SavedRecord(id: id.uuid, version: 1)
  }
}

extension Command {
  static var createFirm: Command { Command("firm.create") }
  static var takeTaxCode: Command { Command("tax_code.take") }
}
