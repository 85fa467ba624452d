import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct ProviderPagesTests {
  private static let provider = "/providers/\(World.provider)"

  @Test func aProviderIsEnteredWithATrainerAndARoom() async throws {
    try await withSite { site in
      let admin = TestTokens.administrator
      let saved = try await site.send(
        "/providers/new", as: admin,
        [
          "name": "Trung tâm Sóng Xanh", "code": "SX", "provinceCode": "56", "taxCode": "",
          "phone": "0912 000 017", "email": "",
        ])
      #expect(saved.status == 303)
      let address = try #require(saved.headers[.location])
      let trainer = try await site.send(
        "\(address)/trainers/new", as: admin, ["displayName": "Cô Mai", "code": "M1"])
      let room = try await site.send(
        "\(address)/rooms/new", as: admin,
        ["name": "Phòng 1", "code": "P1", "communeCode": "", "capacity": "20"])
      #expect([trainer.status, room.status] == [303, 303])
      let page = try await site.page(address, as: admin)
      #expect(page.body.contains("Cô Mai"))
      #expect(page.body.contains("Phòng 1"))
      #expect(page.body.contains("/accounts/new?role=trainer"))
    }
  }

  @Test func aTrainerSeesAndKeepsTheRoomsOfTheOwnProvider() async throws {
    try await withSite { site in
      let page = try await site.page("/provider", as: TestTokens.trainer)
      #expect(page.status == 200)
      #expect(page.body.contains("/rooms/\(World.room)/change"))
      let refused = try await site.send(
        "/rooms/\(World.room)/change", as: TestTokens.trainer,
        ["name": "Phòng A", "communeCode": "", "capacity": "0", "isActive": "true", "version": "1"])
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"capacity-error\""))
      let changed = try await site.send(
        "/rooms/\(World.room)/change", as: TestTokens.trainer,
        [
          "name": "Phòng máy", "communeCode": "", "capacity": "24", "isActive": "true",
          "version": "1",
        ])
      #expect(changed.status == 303)
      let after = try await site.page("/provider", as: TestTokens.trainer, language: "en")
      #expect(after.body.contains("Phòng máy"))
      #expect(after.body.contains("Rooms"))
    }
  }

  @Test func hrDoesNotKeepAnotherProvider() async throws {
    try await withSite { site in
      let form = try await site.page("\(Self.provider)/change")
      let sent = try await site.send(
        "\(Self.provider)/trainers/new", ["displayName": "X", "code": "X"])
      #expect([form.status, sent.status] == [403, 403])
    }
  }

  @Test func managersDoNotSeeProviders() async throws {
    try await withSite { site in
      let list = try await site.page("/providers", as: TestTokens.manager)
      #expect(list.status == 403)
    }
  }

  @Test func anAgencyIsEnteredByTheAdministratorAlone() async throws {
    try await withSite { site in
      let values = ["name": "Sở Khoa học và Công nghệ", "code": "KHCN", "provinceCode": "56"]
      let refused = try await site.send("/agencies/new", as: TestTokens.officer, values)
      #expect(refused.status == 403)
      let marked = try await site.send(
        "/agencies/new", as: TestTokens.administrator,
        values.merging(["provinceCode": ""]) { $1 })
      #expect(marked.status == 422)
      #expect(marked.body.contains("id=\"provinceCode-error\""))
      let saved = try await site.send("/agencies/new", as: TestTokens.administrator, values)
      #expect(saved.status == 303)
      let list = try await site.page("/agencies", as: TestTokens.officer)
      #expect(list.body.contains("Sở Khoa học và Công nghệ"))
    }
  }
}
