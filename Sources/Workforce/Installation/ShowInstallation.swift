import Postgres

package struct InstallationDetail: Codable, Sendable {
  package enum Kind: String, Codable, Sendable, CaseIterable {
    case real, demo
  }

  /// Nil until somebody said so.
  package let kind: Kind?
  /// False on an installation that nobody has begun to use.
  package let hasAccounts: Bool
}

/// What this installation is for, and whether anybody uses it yet.
package struct ShowInstallation: Lookup {
  package typealias Output = InstallationDetail

  package static let name = "installation.show"
  package static let route = Route.get("/installation")
  package static let permission = Permission.manageInstallation
  package static let access = Access.read
  package static let context = DatabaseContext.system

  package init() {}

  package func call(in context: LookupContext) throws -> Call {
    Call(Query<InstallationDetail>.installation.statement, [])
  }

  package func output(from rows: Rows) throws -> InstallationDetail {
    guard let detail = try rows.decode(InstallationDetail.self).first else {
      throw AppError(.internalError, "error.internal")
    }
    return detail
  }
}

extension Query<InstallationDetail> {
  static var installation: Self { Query("installation.show") }
}

extension Registry {
  static func installation() throws -> [Operation] {
    [try Operation(ShowInstallation.self)]
  }
}
