import Foundation
import Postgres

/// A sign-in of the demo with its password, which is kept nowhere: show it once.
package struct DemoSignIn: Sendable, Equatable, Encodable {
  package let role: Role
  package let login: String
  package let password: String
  package let displayName: String
  /// The firm, provider or agency; nil for the administrator.
  package let placeName: String?
}

/// A password does not get into a log by accident.
extension DemoSignIn: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { login }

  package var debugDescription: String { description }

  package var customMirror: Mirror {
    Mirror(self, children: ["login": login])
  }
}

/// Who signs in as what.
struct DemoStaff: Sendable {
  struct Member: Sendable {
    let role: Role
    let displayName: String
    let placeName: String?
    var firmID: UUID?
    var employeeID: UUID?
    var unitIDs: [UUID] = []
    var providerID: UUID?
    var trainerID: UUID?
    var agencyID: UUID?
  }

  let members: [Member]

  /// People of the first firm, the first trainer of the first provider, the agency and an operator.
  init(_ circle: DemoCircle, _ setting: DemoSetting) {
    let firm = circle.firms[0]
    let today = setting.calendar.today
    func employee(_ role: Role, _ title: String) -> Member? {
      let wanted = setting.catalogue.roles.firstIndex { $0.code == title }
      let taken = role == .employee ? 1 : 0
      let found = firm.people.filter { $0.role == wanted && $0.works(on: today) }.dropFirst(taken)
      return found.first.map { person in
        Member(
          role: role, displayName: person.name.full, placeName: firm.name, firmID: firm.id,
          employeeID: person.id,
          unitIDs: role == .manager ? [firm.units[person.unit].id] : [])
      }
    }
    let trainer = circle.rows.trainers[0]
    members =
      [
        employee(.hr, "NHAN_SU"),
        Member(
          role: .trainer, displayName: trainer.displayName,
          placeName: setting.catalogue.providers[0].name, providerID: trainer.providerID,
          trainerID: trainer.id),
        employee(.manager, "LE_TAN"), employee(.director, "GIAM_DOC"),
        Member(
          role: .officer, displayName: "Cán bộ chương trình (mẫu)",
          placeName: "Sở Khoa học và Công nghệ Khánh Hòa (mẫu)", agencyID: setting.frame.agencyID),
        employee(.employee, "LE_TAN"),
        Member(role: .administrator, displayName: "Quản trị hệ thống (mẫu)", placeName: nil),
      ].compactMap { $0 }
  }

  /// Gives everybody a password of their own and loads their accounts.
  func copy(_ setting: DemoSetting, in transaction: Transaction) async throws -> [DemoSignIn] {
    var signIns: [DemoSignIn] = []
    var accounts: [DemoAccountRow] = []
    var logins: [DemoLoginRow] = []
    var memberships: [DemoMembershipRow] = []
    let createdAt = setting.calendar.moment(setting.calendar.today, hour: 0, minute: 0)
    for member in members {
      let signIn = DemoSignIn(
        role: member.role, login: "\(member.role.rawValue)@demo.kynang",
        password: Self.password(Dependencies.live.randomBytes(16)),
        displayName: member.displayName, placeName: member.placeName)
      signIns.append(signIn)
      let accountID = setting.accounts.id(member.role)
      let hash = try PasswordHash(
        of: signIn.password, salt: Dependencies.live.randomBytes(16))
      accounts.append(
        DemoAccountRow(
          id: accountID, displayName: member.displayName, language: "vi",
          passwordHash: hash.stored, state: "active", createdAt: createdAt,
          createdBy: DemoAccounts.operatorID))
      logins.append(DemoLoginRow(login: signIn.login, accountID: accountID))
      memberships.append(
        DemoMembershipRow(
          accountID: accountID, id: setting.accounts.membershipID(member.role),
          role: member.role.rawValue, firmID: member.firmID, employeeID: member.employeeID,
          unitIDs: member.unitIDs, providerID: member.providerID, trainerID: member.trainerID,
          agencyID: member.agencyID, grantedAt: createdAt, grantedBy: DemoAccounts.operatorID))
    }
    _ = try await DemoAccountRow.copy(accounts, in: transaction)
    _ = try await DemoLoginRow.copy(logins, in: transaction)
    _ = try await DemoMembershipRow.copy(memberships, in: transaction)
    return signIns
  }

  /// 80 random bits, in letters and digits that are not mistaken for one another.
  private static func password(_ bytes: [UInt8]) -> String {
    let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
    let letters = bytes.map { alphabet[Int($0 & 31)] }
    return stride(from: 0, to: letters.count, by: 4).map { start in
      String(letters[start..<min(start + 4, letters.count)])
    }.joined(separator: "-")
  }
}
