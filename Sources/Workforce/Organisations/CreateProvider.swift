import Foundation
import Postgres

/// Enters a training provider. A firm that teaches its own people is a provider too: HR creates it,
/// and its id is the firm's.
package struct CreateProvider: UseCase {
  package static let name = "provider.create"
  package static let route = Route.post("/providers")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let code: String
  package let name: String
  package let taxCode: String?
  package let provinceCode: String
  package let phone: String?
  package let email: String?

  package init(
    code: String, name: String, taxCode: String?, provinceCode: String, phone: String?,
    email: String?
  ) {
    self.code = code
    self.name = name
    self.taxCode = taxCode
    self.provinceCode = provinceCode
    self.phone = phone
    self.email = email
  }

  package func check(_ problems: inout Problems) {
    problems.requireCode(code, "code")
    problems.require(name, "name", limit: 300)
    problems.checkTaxCode(taxCode, "taxCode")
    problems.checkPhone(phone, "phone")
    problems.checkEmail(email, "email")
  }

  package func run(in session: Session) async throws -> SavedRecord {
    try session.principal.requireProvince(provinceCode)
    let id = try newProviderID(session)
    try await session.execute(
      .createProvider, id, code.tidied, name.tidied,
      try taxCode.flatMap { $0.isEmpty ? nil : try TaxCode($0).text }, provinceCode,
      try phone.flatMap { $0.isEmpty ? nil : try PhoneNumber($0).e164 },
      email.flatMap { EmailAddress($0)?.text }, session.now, session.principal.accountID.uuid)
    session.recordAudit(
      [id],
      changes: [
        AuditChange("code", before: nil, after: code.tidied),
        AuditChange("provinceCode", before: nil, after: provinceCode),
      ], reason: nil)
    return SavedRecord(id: id, version: 1)
  }

  private func newProviderID(_ session: Session) throws -> UUID {
    switch session.principal.role {
    case .hr:
      return try session.firmID().uuid
    case .officer, .administrator:
      let id: ID<Provider> = session.newID()
      return id.uuid
    case .trainer, .manager, .director, .employee:
      throw AppError.forbidden
    }
  }
}

/// Changes what is known of a training provider.
package struct ChangeProvider: UseCase {
  package static let name = "provider.change"
  package static let route = Route.patch("/providers/{providerId}")
  package static let permission = Permission.planRuns
  package static let access = Access.write
  package static let context = DatabaseContext.system

  package let providerId: ID<Provider>
  package let name: String?
  package let taxCode: String?
  package let phone: String?
  package let email: String?
  package let isActive: Bool?

  package init(
    providerId: ID<Provider>, name: String?, taxCode: String?, phone: String?, email: String?,
    isActive: Bool?
  ) {
    self.providerId = providerId
    self.name = name
    self.taxCode = taxCode
    self.phone = phone
    self.email = email
    self.isActive = isActive
  }

  package func check(_ problems: inout Problems) {
    if let name { problems.require(name, "name", limit: 300) }
    problems.checkTaxCode(taxCode, "taxCode")
    problems.checkPhone(phone, "phone")
    problems.checkEmail(email, "email")
  }

  package func run(in session: Session) async throws -> SavedRecord {
    let present = try await session.findKeptProvider(providerId)
    try session.requireVersion(present.version)
    let tax = try taxCode.flatMap { $0.isEmpty ? nil : try TaxCode($0).text }
    try await session.change(
      .changeProvider, providerId.uuid, present.version, name?.tidied, tax,
      try phone.flatMap { $0.isEmpty ? nil : try PhoneNumber($0).e164 },
      email.flatMap { EmailAddress($0)?.text }, isActive)
    session.recordAudit(
      [providerId.uuid],
      changes: AuditChange.changes([
        ("name", present.name, name?.tidied), ("taxCode", present.taxCode, tax),
        ("isActive", "\(present.isActive)", isActive.map { "\($0)" }),
      ])
        + (phone == nil ? [] : [.personal("phone")])
        + (email == nil ? [] : [.personal("email")]),
      reason: nil)
    return SavedRecord(id: providerId.uuid, version: present.version + 1)
  }
}

extension Command {
  static var createProvider: Command { Command("provider.create") }
  static var changeProvider: Command { Command("provider.change") }
}
