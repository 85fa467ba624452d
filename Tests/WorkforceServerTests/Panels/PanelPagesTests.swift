import Foundation
import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

@Suite struct PanelPagesTests {
  private static let head = "fcode,year,employ,sales,tothrs,scrap,grant\n"

  @Test func aPanelIsSentLookedAtAndBroughtIn() async throws {
    try await withSite { site in
      let sent = try await site.sendPanel("\(Self.head)1,1988,10,5000,3,2.5,1\n", mapping: "jtrain")
      let url = try #require(sent.headers[.location])
      let before = try await site.page(url, as: TestTokens.administrator)
      let started = try await site.send("\(url)/start", [], as: TestTokens.administrator)
      let under = try await site.page(url, as: TestTokens.administrator)
      try await site.world.app.bringInNextPanel()
      let after = try await site.page(url, as: TestTokens.administrator)
      let list = try await site.page("/panels", as: TestTokens.administrator, language: "en")

      #expect(sent.status == 303)
      #expect(before.body.contains("Chưa có gì được ghi"))
      #expect(before.body.contains("JTRAIN-1"))
      #expect(started.status == 303)
      #expect(under.body.contains("http-equiv=\"refresh\""))
      #expect(after.body.contains("Đã đưa vào 1 doanh nghiệp"))
      #expect(after.body.contains("Michigan manufacturing firm 1"))
      #expect(list.body.contains("Published panels"))
      #expect(!after.body.contains("panels."))
    }
  }

  @Test func everyWrongLineStandsOnThePageAndNothingIsKept() async throws {
    try await withSite { site in
      let answer = try await site.sendPanel(
        "\(Self.head)1,88,1,1,1,1,0\n,1988,1,1,1,1,0\n", mapping: "jtrain")
      let kept = try await site.world.count("select count(*)::bigint from kynang.panel_import")

      #expect(answer.status == 422)
      #expect(answer.body.contains("Dòng 2: không đọc được kỳ"))
      #expect(answer.body.contains("Dòng 3 không nói là của đơn vị nào"))
      #expect(kept == 0)
    }
  }

  @Test func aMappingOfOnesOwnIsReadAndRefusedWithWhatItLacks() async throws {
    try await withSite { site in
      let answer = try await site.sendPanel(
        "\(Self.head)1,1988,1,1,1,1,0\n", mapping: "", own: #"{"name": "X"}"#)

      #expect(answer.status == 422)
      #expect(answer.body.contains("Bảng đối chiếu thiếu mục firmName"))
    }
  }

  @Test(arguments: [TestTokens.officer, TestTokens.hrA])
  func nobodyButAnAdministratorHasThePage(_ token: String) async throws {
    try await withSite { site in
      let answer = try await site.page("/panels", as: token)
      #expect(answer.status == 403)
    }
  }
}

extension TestSite {
  fileprivate func sendPanel(
    _ csv: String, mapping: String, own: String = ""
  ) async throws -> Answer {
    func part(_ name: String, _ text: String, file: String? = nil) -> String {
      let file = file.map { "; filename=\"\($0)\"" } ?? ""
      return "--B\r\nContent-Disposition: form-data; name=\"\(name)\"\(file)\r\n\r\n\(text)\r\n"
    }
    let body =
      part("csv", csv, file: "panel.csv") + part("mapping", mapping)
      + part("ownMapping", own, file: "mapping.json") + part("provinceCode", "56")
      + part("csrf", FormToken.make(for: TestTokens.administrator)) + "--B--\r\n"
    return try await ask(
      .post, "/panels",
      headers: [
        .cookie: "kynang=\(TestTokens.administrator)",
        .contentType: "multipart/form-data; boundary=B",
      ], body: body)
  }
}
