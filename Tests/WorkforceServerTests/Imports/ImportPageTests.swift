import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct ImportPageTests {
  @Test(arguments: [("vi", "1,250"), ("en", "1.250")])
  func aNumberWithTwoReadingsIsOfferedInTheSignsOfTheReader(
    _ language: String, _ decimals: String
  ) async throws {
    try await withSite { site in
      let lines = "indicator,period,value\naverage_employees,2025-Q1,1.250"
      let seen = try await site.world.perform(
        PreviewImport(kind: .observation, fileName: nil, sheet: nil, file: Array(lines.utf8)),
        as: World.hrA)
      let page = try await site.page(
        "/imports/\(seen.importId)", as: TestTokens.hrA, language: language)
      let labels = page.body.matches(of: #/<button[^>]*>\s*(1[.,]?250)\s*</button>/#).map {
        String($0.output.1)
      }
      #expect(labels == ["1250", decimals])
    }
  }
}
