import TestSupport
import Testing
import Workforce

@testable import kynang

struct DemoPasswordsTests {
  @Test func aClosedAccountKeepsNobodyElseFromANewPassword() async throws {
    try await withWorld { world in
      for login in ["gone@demo.kynang", "here@demo.kynang", "real.person"] {
        let issued = try await world.perform(Self.invitation(login), as: World.hrA)
        _ = try await world.perform(
          AcceptInvitation(code: issued.code, password: "một câu dài dễ nhớ"), as: .visitor)
        if login.hasPrefix("gone") {
          _ = try await world.perform(
            DisableAccount(accountId: issued.accountId, reason: "nghỉ việc"),
            as: World.administrator)
        }
      }

      let lines = try await DemoPasswords(app: world.app).renew()

      let line = try #require(lines.first)
      #expect(lines.map(\.login) == ["here@demo.kynang"])
      _ = try await world.perform(
        SignIn(login: line.login, password: line.password), as: .visitor)
    }
  }

  private static func invitation(_ login: String) -> InvitePerson {
    InvitePerson(
      login: login, displayName: "Lan", language: .vi, role: .hr, firmId: World.firmA,
      employeeId: nil, unitIds: nil, providerId: nil, trainerId: nil, agencyId: nil)
  }
}
