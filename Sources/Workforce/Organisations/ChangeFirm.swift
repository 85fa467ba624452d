import Foundation
import Postgres

/// Changes what is known of a firm. Its HR keeps name, sector and commune; the tax code and whether the
/// firm takes part are kept by the province.
package struct ChangeFirm: UseCase {
  package static let name = "firm.change"
  package static let route = Route.patch("/firms/{firmId}")
  package static let permission = Permission.signedIn
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let firmId: ID<Firm>
  package let name: String?
  package let taxCode: String?
  package let vsicVersion: String?
  package let vsicSection: String?
  package let vsicClass: String?
  package let communeCode: String?
  package let isActive: Bool?
  package let reason: String?

  package init(
    firmId: ID<Firm>, name: String?, taxCode: String?, vsicVersion: String?, vsicSection: String?,
    vsicClass: String?, communeCode: String?, isActive: Bool?, reason: String?
  ) {
    self.firmId = firmId
    self.name = name
    self.taxCode = taxCode
    self.vsicVersion = vsicVersion
    self.vsicSection = vsicSection
    self.vsicClass = vsicClass
    self.communeCode = communeCode
    self.isActive = isActive
    self.reason = reason
  }

  package func check(_ problems: inout Problems) {
    if let name { problems.require(name, "name", limit: 300) }
    problems.checkTaxCode(taxCode, "taxCode")
    problems.checkSector(section: vsicSection, class: vsicClass)
    problems.bound(reason, "reason", limit: 500)
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let reach = try reachForWriting(session.principal)
    let present = try await session.find(
      "firm", .firm, firmId.uuid, reach.firmID, reach.provinceCode)
    try session.requireVersion(present.version)
    try await session.requireCommune(communeCode, in: present.provinceCode)
    let tax = try taxCode.flatMap { $0.isEmpty ? nil : try TaxCode($0) }
    try await session.change(
      .changeFirm, firmId.uuid, present.version, name?.tidied, tax.map { TaxIDType($0).rawValue },
      vsicVersion, vsicSection, vsicClass, communeCode, isActive)
    if let tax, tax.text != present.taxCode {
      _ = try await session.pipeline([
        Call(Command("tax_code.release").statement, [firmId.uuid]),
        Call(Command.takeTaxCode.statement, [tax.text, firmId.uuid]),
      ])
    }
    session.recordAudit([firmId.uuid], changes: changes(from: present, tax), reason: reason)
    return SavedRecord(id: firmId.uuid, version: present.version + 1)
  }

  private func reachForWriting(_ principal: Principal) throws(AppError) -> Reach {
    switch principal.role {
    case .hr:
      guard taxCode == nil, isActive == nil else { throw .forbidden }
    case .officer, .administrator:
      break
    case .trainer, .manager, .director, .employee:
      throw .forbidden
    }
    return try principal.reach()
  }

  private func changes(from present: FirmDetail, _ tax: TaxCode?) -> [AuditChange] {
    AuditChange.changes([
      ("name", present.name, name?.tidied),
      ("taxCode", present.taxCode, tax?.text),
      ("vsicVersion", present.vsicVersion, vsicVersion),
      ("vsicSection", present.vsicSection, vsicSection),
      ("vsicClass", present.vsicClass, vsicClass),
      ("communeCode", present.communeCode, communeCode),
      ("isActive", "\(present.isActive)", isActive.map { "\($0)" }),
    ])
  }
}

extension AuditChange {
  /// Those fields whose new value is given and differs.
  static func changes(_ fields: [(name: String, before: String?, after: String?)]) -> [AuditChange]
  {
    fields.compactMap { field in
      guard let after = field.after, after != field.before else { return nil }
      return AuditChange(field.name, before: field.before, after: after)
    }
  }
}

extension Command {
  static var changeFirm: Command { Command("firm.change") }
}
