import Foundation
import Localization
import Workforce
import WorkforceServer

/// How somebody signs in to the demo.
struct SignInLine: Sendable {
  let login: String
  let password: String
  let role: Role
  let name: String
  let place: String?

  static func table(_ lines: [SignInLine], _ words: Words) -> String {
    let header = ["login", "password", "role", "person", "place"].map {
      words["running.column_\($0)"]
    }
    let rows = lines.map { line in
      [line.login, line.password, words[line.role.wordKey], line.name, line.place ?? ""]
    }
    return Table.text(
      header: header, rows.map { $0.map { Cell(exact: $0) } }, columns: nil,
      hasColour: Terminal.hasColour)
  }
}

/// Gives everybody of the demo whose account was not closed a new password, as the old ones are kept nowhere.
struct DemoPasswords: Sendable {
  let app: App

  func renew() async throws(AppError) -> [SignInLine] {
    let memberships = try await app.perform(
      ListMemberships(
        accountId: nil, search: nil,
        firmId: nil, providerId: nil, agencyId: nil, role: nil, after: nil, limit: 500),
      as: .systemOperator, request: .plain(id: "up")
    ).items
    var lines: [SignInLine] = []
    let renewed = memberships.filter { member in
      member.login.hasSuffix("@demo.kynang") && !member.isPending
        && member.accountState != "disabled"
    }
    for member in renewed {
      let issued = try await app.perform(
        ReissueInvitation(accountId: member.accountId, membershipId: member.membershipId),
        as: .systemOperator, request: .plain(id: "up"))
      let password = Self.password(app.dependencies.randomBytes(16))
      let session = try await app.perform(
        AcceptInvitation(code: issued.code, password: password), as: .visitor,
        request: .plain(id: "up"))
      _ = try await app.perform(
        Workforce.SignOut(token: session.token), as: .visitor, request: .plain(id: "up"))
      lines.append(
        SignInLine(
          login: member.login, password: password, role: member.role, name: member.displayName,
          place: member.firmName))
    }
    return lines.sorted { $0.role.order < $1.role.order }
  }

  /// 80 random bits, in letters and digits that are not mistaken for one another.
  static func password(_ bytes: [UInt8]) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let letters = bytes.map { alphabet[Int($0 & 31)] }
    return stride(from: 0, to: letters.count, by: 4).map { start in
      String(letters[start..<min(start + 4, letters.count)])
    }.joined(separator: "-")
  }
}

extension Role {
  /// The order in which roles are shown.
  fileprivate var order: Int { Role.allCases.firstIndex(of: self) ?? 0 }
}
