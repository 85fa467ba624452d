import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct SetupPagesTests {
  @Test func anAdministratorAddsAFirmAndInvitesItsHR() async throws {
    try await withSite { site in
      let added = try await site.send(
        "/setup/firms/new",
        [
          ("code", "MOI"), ("name", "Công ty Mới"), ("taxCode", ""), ("vsicSection", "I"),
          ("provinceCode", "56"),
        ], as: TestTokens.administrator)
      let page = try await site.page("/setup", as: TestTokens.administrator)
      let invite = try #require(
        page.body.firstMatch(of: /\/setup\/invite\?role=hr&amp;firm=[0-9a-f-]{36}/)
      ).0
      let slip = try await site.send(
        String(invite).replacing("&amp;", with: "&"),
        [("displayName", "Lê Thị Mới"), ("login", "hr.moi"), ("language", "vi")],
        as: TestTokens.administrator)

      #expect(added.headers[.location] == "/setup#firms")
      #expect(page.body.contains("Công ty Mới"))
      #expect(slip.status == 200)
      #expect(slip.body.contains("hr.moi"))
      #expect(slip.body.contains("/invitation/"))
    }
  }

  @Test func whatIsMissingIsMarkedAndTheRestIsKept() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/setup/firms/new",
        [
          ("code", ""), ("name", "Công ty Mới"), ("taxCode", "123"), ("vsicSection", "I"),
          ("provinceCode", "56"),
        ], as: TestTokens.administrator)

      #expect(refused.status == 422)
      #expect(refused.body.contains("value=\"Công ty Mới\""))
      #expect(refused.body.contains("id=\"taxCode-error\""))
    }
  }

  @Test func hrAddsAUnitAndARoleFromATemplate() async throws {
    try await withSite { site in
      let template = try #require(
        try await site.world.perform(
          ListRoleTemplates(vsicSection: nil, search: nil), as: World.hrA
        ).first)
      let unit = try await site.send(
        "/organisation/units/new",
        [("code", "KHO"), ("name", "Kho"), ("parentId", World.headquarters.description)])
      let role = try await site.send(
        "/organisation/roles/new",
        [
          ("templateId", template.id.description), ("code", "MAU"), ("validFrom", "2026-11-23"),
        ])
      let page = try await site.page("/organisation")

      #expect(unit.headers[.location] == "/organisation#units")
      #expect(role.headers[.location] == "/organisation#roles")
      #expect(page.body.contains("Kho"))
      #expect(page.body.contains("MAU"))
    }
  }

  @Test func nobodyElseSetsUp() async throws {
    try await withSite { site in
      let hr = try await site.page("/setup")
      let trainer = try await site.page("/organisation", as: TestTokens.teacher)
      #expect(hr.status == 403)
      #expect(trainer.status == 403)
    }
  }
}
