import Foundation
import HTTPTypes
import HummingbirdTesting
import Localization
import NIOCore
import Spreadsheets
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct DownloadTests {
  @Test(arguments: [
    "/people", "/people/\(World.hoa)", "/matrix", "/enrol", "/imports", "/indicators",
    "/director",
  ])
  func aListCanBeTakenFromItsPage(_ page: String) async throws {
    try await withSite { site in
      let shown = try await site.page(page)
      let links = shown.body.matches(of: #/href="(/exports/[^"]+)" download/#).map {
        String($0.output.1).replacing("&amp;", with: "&")
      }
      #expect(shown.status == 200)
      #expect(links.count >= 2)
      for link in links {
        let file = try await site.take(link)
        #expect(file.status == 200, "\(link)")
        #expect(file.headers[.contentDisposition]?.hasPrefix("attachment") == true)
      }
    }
  }

  @Test func theFileHoldsWhatTheFilterOfThePageLeaves() async throws {
    try await withSite { site in
      let all = try await site.take("/exports/employee.list?format=csv")
      let some = try await site.take("/exports/employee.list?format=csv&search=hoa")
      #expect(String(decoding: all.content, as: UTF8.self).contains("A2"))
      #expect(!String(decoding: some.content, as: UTF8.self).contains("A2"))
      #expect(String(decoding: some.content, as: UTF8.self).contains("A1"))
    }
  }

  @Test func theMatrixIsATableOfPeopleAndCompetencies() async throws {
    try await withSite { site in
      let file = try await site.take("/exports/skill-gap.matrix?format=xlsx")
      let book = try Spreadsheet(.bytes(file.content), limits: .upload)
      let rows = try book.rows(of: book.sheets[0], most: 10)
      #expect(rows.count == 4)
      #expect(rows[0].cells.contains { $0.value.shown.hasPrefix("1.1 ") })
    }
  }

  @Test(arguments: ["/exports/employee.create", "/exports/nothing.list", "/exports/audit.verify"])
  func whatIsNoListIsNotFound(_ link: String) async throws {
    try await withSite { site in
      let answer = try await site.take(link)
      #expect(answer.status == 404)
    }
  }

  @Test func anotherRoleTakesNothingThatItMayNotRead() async throws {
    try await withSite { site in
      let answer = try await site.take("/exports/employee.list", secret: TestTokens.officer)
      #expect(answer.status == 403)
    }
  }
}

extension TestSite {
  fileprivate func take(
    _ uri: String, secret: String = TestTokens.hrA
  ) async throws -> File {
    try await client.execute(
      uri: uri, method: .get,
      headers: [.cookie: "\(PageCookies(isSecure: false).session)=\(secret)"], body: nil
    ) { response in
      File(
        status: response.status.code, headers: response.headers,
        content: Data(response.body.readableBytesView))
    }
  }
}
