import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct ReferencePagesTests {
  @Test(arguments: [TestTokens.employee, TestTokens.trainer, TestTokens.officer])
  func anybodySignedInReadsIt(_ token: String) async throws {
    try await withSite { site in
      let page = try await site.page("/reference", as: token)
      #expect(page.status == 200)
      #expect(page.body.contains("TT02_2025"))
    }
  }

  @Test func aFrameworkSaysItsLevelsInWords() async throws {
    try await withSite { site in
      let list = try await site.page("/reference")
      let link = try #require(
        list.body.firstMatch(
          of: /href="(\/reference\/frameworks\/[0-9a-f-]+)">Khung năng lực số cho người học</))
      let page = try await site.page(String(link.1))
      #expect(page.body.contains("Các mức bằng lời"))
      #expect(page.body.contains("Mức 8"))
      #expect(page.body.contains("1.1"))
    }
  }

  @Test func theCrosswalkSaysItsConfidenceAndSource() async throws {
    try await withSite { site in
      let page = try await site.page(
        "/reference/competencies/\(World.competency("1.1"))", as: TestTokens.employee,
        language: "en")
      #expect(page.status == 200)
      #expect(page.body.contains("What corresponds in other frameworks"))
      #expect(page.body.contains("Confidence"))
      #expect(page.body.contains("/reference/competencies/"))
      #expect(!page.body.contains("reference."))
    }
  }

  @Test(arguments: ["/reference/sectors", "/reference/places", "/reference/settings"])
  func eachEntryHasItsSourceAndHowSureItIs(_ url: String) async throws {
    try await withSite { site in
      let page = try await site.page(url)
      #expect(page.status == 200)
      #expect(page.body.contains("Độ chắc chắn"))
      #expect(page.body.contains("/exports/"))
      #expect(!page.body.contains("reference."))
    }
  }

  @Test func aProposedSettingIsMarkedSo() async throws {
    try await withSite { site in
      let page = try await site.page("/reference/settings")
      #expect(page.body.contains("<span class=\"badge off\">đề xuất</span>"))
      #expect(page.body.contains("Một lượt đánh giá còn giá trị trong"))
    }
  }

  @Test func anUnknownCompetencyIsNotFound() async throws {
    try await withSite { site in
      let page = try await site.page("/reference/competencies/\(World.firmA)")
      #expect(page.status == 404)
    }
  }
}
