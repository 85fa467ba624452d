import Postgres

extension App {
  /// The role and settings of a transaction: what the policies of the database compare rows with.
  func transactionSettings(
    for principal: Principal, context: DatabaseContext, access: Access, firmID: ID<Firm>?
  ) -> TransactionSettings {
    var settings = [
      ("app.account_id", principal.accountID.description),
      ("app.firm_id", (firmID ?? .none).description),
    ]
    let role: String
    switch context {
    case .system:
      role = "kynang_system"
    case .caller:
      switch principal.role {
      case .hr, .manager, .director:
        role = "kynang_firm"
      case .trainer:
        role = "kynang_trainer"
      case .employee:
        role = "kynang_self"
        settings.append(("app.employee_ids", principal.employeeID?.description ?? ""))
      case .officer:
        role = "kynang_officer"
        settings.append(("app.agency_id", principal.agencyID?.description ?? ""))
        settings.append(("app.province_code", principal.provinceCode ?? ""))
      case .administrator:
        role = "kynang_system"
      }
    }
    return TransactionSettings(
      access: access == .write ? .write : .read, isolation: .readCommitted, role: role,
      settings: settings)
  }
}
