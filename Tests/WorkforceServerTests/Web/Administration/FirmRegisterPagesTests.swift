import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct FirmRegisterPagesTests {
  private static let new = [
    "name": "Công ty Muối Biển", "code": "MB", "taxCode": "", "vsicSection": "VSIC2018/C",
    "vsicClass": "", "provinceCode": "56", "communeCode": "",
  ]

  @Test func anAdministratorEntersAFirmAndIsLedOn() async throws {
    try await withSite { site in
      let form = try await site.page("/firms/new", as: TestTokens.administrator)
      #expect(form.status == 200)
      let sector = try #require(form.body.firstMatch(of: /<option value="([A-Z0-9_.-]+\/C)"/))
      let saved = try await site.send(
        "/firms/new?province=56", as: TestTokens.administrator,
        Self.new.merging(["vsicSection": String(sector.1)]) { $1 })
      #expect(saved.status == 303)
      let page = try await site.page(
        try #require(saved.headers[.location]), as: TestTokens.administrator)
      #expect(page.body.contains("Công ty Muối Biển"))
      #expect(page.body.contains("/accounts/new?role=hr&amp;firm="))
    }
  }

  @Test func aTaxCodeWithAWrongCheckDigitIsMarked() async throws {
    try await withSite { site in
      let refused = try await site.send(
        "/firms/new", as: TestTokens.administrator,
        Self.new.merging(["taxCode": "0314409059"]) { $1 })
      #expect(refused.status == 422)
      #expect(refused.body.contains("id=\"taxCode-error\""))
      #expect(refused.body.contains("sai chữ số kiểm tra"))
      #expect(refused.body.contains("value=\"Công ty Muối Biển\""))
    }
  }

  @Test func aFirmIsFoundAndTakenAsAFile() async throws {
    try await withSite { site in
      let list = try await site.page("/firms", as: TestTokens.officer, language: "en")
      #expect(list.status == 200)
      #expect(list.body.contains("/firms/\(World.firmA)"))
      let file = try await site.page(
        "/exports/firm.list?format=csv", as: TestTokens.officer, language: "en")
      #expect(file.status == 200)
      #expect(file.headers[.contentDisposition]?.contains(".csv") == true)
    }
  }

  @Test func hrChangesTheOwnFirmWithoutTheTaxCode() async throws {
    try await withSite { site in
      let address = "/firms/\(World.firmA)/change"
      let form = try await site.page(address)
      #expect(form.status == 200)
      #expect(!form.body.contains("name=\"taxCode\""))
      let sector = try #require(
        form.body.firstMatch(of: /<option value="([^"]+\/[A-Z])" selected/))
      let saved = try await site.send(
        address,
        [
          "name": "Công ty A mới", "vsicSection": String(sector.1), "vsicClass": "",
          "communeCode": "", "version": "1",
        ])
      #expect(saved.status == 303)
      let page = try await site.page("/firms/\(World.firmA)")
      #expect(page.body.contains("Công ty A mới"))
    }
  }

  @Test func anotherFirmIsNotFoundByHr() async throws {
    try await withSite { site in
      let page = try await site.page("/firms/\(World.firmB)")
      let sent = try await site.send("/firms/\(World.firmB)/change", ["name": "Của tôi"])
      #expect([page.status, sent.status] == [404, 404])
    }
  }

  @Test(arguments: [TestTokens.hrA, TestTokens.manager, TestTokens.trainer])
  func onlyTheProvinceListsAndEntersFirms(_ token: String) async throws {
    try await withSite { site in
      let list = try await site.page("/firms", as: token)
      let form = try await site.page("/firms/new", as: token)
      #expect([list.status, form.status] == [403, 403])
    }
  }

  @Test func theStartPageLeadsTheAdministratorToTheForms() async throws {
    try await withSite { site in
      let page = try await site.page("/", as: TestTokens.administrator)
      for url in ["/firms/new", "/accounts/new?role=hr", "/providers", "/audit"] {
        #expect(page.body.contains("href=\"\(url)\""), "\(url)")
      }
    }
  }
}
