import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct MembershipPagesTests {
  private static let invitation = [
    "firmId": World.firmB.description, "displayName": "Phạm Nhân Sự", "login": "pham.ns",
    "language": "vi",
  ]

  @Test func hrSeesTheOwnFirmsAccountsAlone() async throws {
    try await withSite { site in
      let list = try await site.page("/accounts")
      #expect(list.status == 200)
      #expect(list.body.contains("Lý Quản Lý"))
      #expect(!list.body.contains("hr.b"))
      let found = try await site.page("/accounts?search=ho+quan")
      #expect(found.body.contains("Hồ Quản Lý"))
      #expect(!found.body.contains("Lý Quản Lý"))
    }
  }

  @Test func anAdministratorInvitesHrAndGivesANewCode() async throws {
    try await withSite { site in
      let admin = TestTokens.administrator
      let form = try await site.page("/accounts/new?role=hr&firm=\(World.firmB)", as: admin)
      #expect(form.status == 200)
      let refused = try await site.send(
        "/accounts/new?role=hr", as: admin, Self.invitation.merging(["login": "Phạm!"]) { $1 })
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"login-error\""))

      let invited = try await site.send("/accounts/new?role=hr", as: admin, Self.invitation)
      #expect(invited.status == 200)
      #expect(invited.body.contains("href=\"/invitation/"))

      let list = try await site.page("/accounts?search=pham.ns", as: admin)
      let account = try #require(list.body.firstMatch(of: /href="(\/accounts\/[0-9a-f-]{36})"/))
      let page = try await site.page(String(account.1), as: admin)
      #expect(page.body.contains("Chưa nhận lời mời"))
      let act = try #require(page.body.firstMatch(of: /action="([^"]+\/reissue)"/))
      let again = try await site.send(String(act.1), as: admin, [:])
      #expect(again.status == 200)
      #expect(again.body.contains("pham.ns"))
    }
  }

  @Test func anOfficerSeesOpenInvitationsOfTheProvinceAlone() async throws {
    try await withSite { site in
      let trainer = try await site.page(
        "/accounts/new?role=trainer&provider=\(World.provider)", as: TestTokens.officer)
      #expect(trainer.status == 200)
      let invited = try await site.send(
        "/accounts/new?role=trainer", as: TestTokens.officer,
        [
          "trainerId": World.trainer2.description, "displayName": "Thầy Hai",
          "login": "thay.hai", "language": "vi",
        ])
      #expect(invited.status == 200)
      let list = try await site.page("/accounts", as: TestTokens.officer, language: "en")
      #expect(list.body.contains("thay.hai"))
      #expect(!list.body.contains("hr.a"))
    }
  }

  @Test func aRoleIsTakenAwayAndGivenAgain() async throws {
    try await withSite { site in
      let account = "/accounts/\(World.managerOfSales.accountID)"
      let revoked = try await site.send(
        "\(account)/memberships/\(World.managerOfSales.membershipID)/revoke",
        ["reason": "đổi việc"])
      #expect(revoked.status == 303)
      let gone = try await site.page(account)
      #expect(gone.status == 404)

      let other = "/accounts/\(World.managerOfPlant.accountID)"
      let granted = try await site.send("\(other)/grant?role=director", [:])
      #expect(granted.status == 303)
      let twice = try await site.send("\(other)/grant?role=director", [:])
      #expect(twice.status == 409)
      let page = try await site.page(other, as: TestTokens.hrA, language: "en")
      #expect(page.body.contains("Director"))
    }
  }

  @Test func anAccountIsShutOutWithAReasonAndLetIn() async throws {
    try await withSite { site in
      let account = "/accounts/\(World.managerOfSales.accountID)"
      let refused = try await site.send("\(account)/disable", ["reason": ""])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"reason-error\""))
      let disabled = try await site.send("\(account)/disable", ["reason": "nghỉ việc"])
      #expect(disabled.status == 303)
      let page = try await site.page(account)
      #expect(page.body.contains("Đã khóa"))
      let enabled = try await site.send("\(account)/enable", ["reason": "trở lại"])
      #expect(enabled.status == 303)
    }
  }

  @Test func anAccountOfAnotherFirmIsNotFound() async throws {
    try await withSite { site in
      let account = "/accounts/\(World.hrB.accountID)"
      let page = try await site.page(account)
      let sent = try await site.send("\(account)/disable", ["reason": "x"])
      let code = try await site.send(
        "\(account)/memberships/\(World.hrB.membershipID)/reissue", [String: String]())
      #expect([page.status, sent.status, code.status] == [404, 404, 404])
    }
  }

  @Test(arguments: [TestTokens.manager, TestTokens.director, TestTokens.employee])
  func othersDoNotSeeAccounts(_ token: String) async throws {
    try await withSite { site in
      let list = try await site.page("/accounts", as: token)
      let form = try await site.page("/accounts/new", as: token)
      #expect([list.status, form.status] == [403, 403])
    }
  }
}
