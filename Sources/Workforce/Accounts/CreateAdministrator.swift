import Foundation
import Postgres

package struct FirstAdministrator: Codable, Sendable, AboutAccount {
  package let accountId: ID<Account>
  /// Nil when the password was given.
  package let code: String?
}

/// Makes the first administrator of an installation, from the terminal of its operator. Refused once
/// somebody administers it; further ones are invited. Not an operation: nobody may ask for it over HTTP.
package struct CreateAdministrator: Workflow {
  package static let name = "administrator.create"
  package static let route = Route.post("/administrators")
  package static let permission = Permission.manageInstallation
  package static let access = Access.write

  package let login: String
  package let displayName: String
  package let language: AccountLanguage?
  /// Nil gives a code with which the administrator sets it.
  package let password: String?

  package init(
    login: String, displayName: String, language: AccountLanguage?, password: String?
  ) {
    self.login = login
    self.displayName = displayName
    self.language = language
    self.password = password
  }

  package func check(_ problems: inout Problems) {
    Login.check(login, &problems)
    problems.require(displayName, "displayName", limit: 200)
    if let password { PasswordRules.check(password, "password", &problems) }
  }

  package func run(
    in app: App, as principal: Principal, request: Request
  ) async throws -> FirstAdministrator {
    guard principal == .systemOperator else { throw AppError.forbidden }
    let code = InvitationCode(randomBytes: app.dependencies.randomBytes(20))
    let recorded = try await app.perform(
      RecordAdministrator(
        login: login, displayName: displayName, language: language ?? .vi, codeHash: code.hash),
      as: principal, request: request.once)
    guard let password else {
      return FirstAdministrator(accountId: recorded.accountId, code: code.text)
    }
    _ = try await AcceptInvitation(code: code.text, password: password)
      .run(in: app, as: .visitor, request: request.once)
    return FirstAdministrator(accountId: recorded.accountId, code: nil)
  }
}

/// Invites the first administrator with a code that the caller has made. Not an operation.
struct RecordAdministrator: UseCase {
  static let name = "administrator.record"
  static let route = Route.post("/administrators/record")
  static let permission = Permission.manageInstallation
  static let access = Access.write
  static let context = DatabaseContext.system

  let login: String
  let displayName: String
  let language: AccountLanguage
  let codeHash: [UInt8]

  func run(in session: Session) async throws -> RecordedInvitation {
    try await session.execute(Command("administrator.lock"))
    let holders = try await session.fetchOne(
      .holdersOfRole, Role.administrator.rawValue, nil as UUID?)?.holders
    guard holders == 0 else { throw AppError.conflict("account.administrator_exists") }
    return try await session.invite(
      Login(typed: login), displayName: displayName, language: language,
      scope: MembershipScope(
        role: .administrator, firmId: nil, employeeId: nil, unitIds: [], providerId: nil,
        trainerId: nil, agencyId: nil), codeHash: codeHash)
  }
}
