import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct FirmPagesTests {
  private static let pages = [
    "/indicators", "/indicators/observations", "/indicators/own", "/adoption", "/support",
    "/standing", "/training-plan",
  ]

  @Test(arguments: pages)
  func everyPartOfTheFirmLeadsToTheOthers(page: String) async throws {
    try await withSite { site in
      let shown = try await site.page(page)
      #expect(shown.status == 200)
      for other in Self.pages { #expect(shown.body.contains("<a href=\"\(other)\"")) }
    }
  }

  /// An officer sees no firm's figures, whatever address is typed.
  @Test(
    arguments: pages + [
      "/indicators/enter", "/indicators/own/new", "/adoption/new", "/support/new",
    ])
  func anOfficerIsRefusedEveryPartOfAFirm(page: String) async throws {
    try await withSite { site in
      let shown = try await site.ask(.get, page, headers: [.cookie: "kynang=\(TestTokens.officer)"])
      #expect(shown.status == 403)
    }
  }

  @Test func aStepIsRecordedCorrectedForAReasonAndTakenBack() async throws {
    try await withSite { site in
      let step = [("stage", "in_use"), ("on", "2026-03-10"), ("category", "POS")]
      let recorded = try await site.send("/adoption/new", [("process", "SAL")] + step)
      let list = try await site.page("/adoption")
      let url = try #require(list.body.firstMatch(of: /href="(\/adoption\/[0-9a-f-]{36})"/)?.1)
      let refused = try await site.send("\(url)/correct", step + [("reason", "")])
      _ = try await site.send(
        "\(url)/correct",
        [("stage", "piloting"), ("on", "2026-03-10"), ("reason", "Mới dùng thử")])
      let corrected = try await site.page(String(url))
      _ = try await site.send("\(url)/void", [("reason", "Ghi nhầm")])
      let voided = try await site.page(String(url))
      let after = try await site.page("/adoption")

      #expect(recorded.status == 303)
      #expect(refused.status == 422)
      #expect(corrected.body.contains("thử nghiệm, 10/03/2026"))
      #expect(corrected.body.contains("đang dùng, 10/03/2026"))
      #expect(corrected.body.contains("Mới dùng thử"))
      #expect(voided.body.contains("Ghi nhận này đã bị hủy"))
      #expect(!voided.body.contains("\(url)/correct"))
      #expect(after.body.contains("Chưa ghi bước số hóa nào"))
    }
  }

  @Test func supportIsRecordedWithAmountsAsPeopleWriteThemAndWithNone() async throws {
    try await withSite { site in
      let support = [("content", "DX_SOLUTION"), ("approvedOn", "2026-10-01")]
      let twice = try await site.send(
        "/support/new", support + [("object", "Phần mềm"), ("approved", "1.250 tỷ")])
      _ = try await site.send(
        "/support/new",
        support + [("object", "Phần mềm"), ("cost", "40 triệu"), ("approved", "20.000.000")])
      _ = try await site.send("/support/new", support + [("object", "Máy quét")])
      let list = try await site.page("/support")

      #expect(twice.status == 422)
      #expect(twice.body.contains("Có hai cách đọc"))
      #expect(list.body.contains("20.000.000\u{00A0}₫"))
      #expect(list.body.contains("1 lượt hỗ trợ chưa rõ số tiền"))
    }
  }

  @Test func aRuleIsNamedWithItsArticleInTheReadersLanguage() async throws {
    try await withSite { site in
      let rules = try await site.page(
        "/support/rules?content=DX_SOLUTION&cost=40+tri%E1%BB%87u&on=2026-11-01")
      #expect(rules.body.contains("khoản 2 Điều 11 Nghị định 80/2021/NĐ-CP"))
      #expect(rules.body.contains("chưa có quy mô của năm"))
      #expect(!rules.body.contains("Decree"))
    }
  }

  @Test func aFormulaIsRefusedWithASentenceAtItsField() async throws {
    try await withSite { site in
      let own = [
        ("nameVi", "Doanh thu trên chi phí"), ("code", "x_dt"), ("unit", "RATIO"),
        ("way", "formula"), ("better", "up"), ("negative", "false"),
      ]
      let unknown = try await site.send(
        "/indicators/own/new", own + [("formula", "revenue / khong_co")])
      let units = try await site.send(
        "/indicators/own/new", own + [("formula", "revenue + average_employees")])
      let defined = try await site.send(
        "/indicators/own/new", own + [("formula", "revenue / labour_cost")])
      let list = try await site.page("/indicators/own")

      #expect(unknown.status == 422)
      #expect(unknown.body.contains("id=\"formula-error\""))
      #expect(units.body.contains("id=\"formula-error\""))
      #expect(defined.status == 303)
      #expect(list.body.contains("Doanh thu / Chi phí lao động") || list.body.contains("x_dt"))
    }
  }

  @Test func everyRevisionOfAValueIsShownWithItsReason() async throws {
    try await withSite { site in
      _ = try await site.send(
        "/indicators/enter",
        [("period", "2026-Q3"), ("confidence", "declared"), ("v.revenue", "1 tỷ")])
      let list = try await site.page("/indicators/observations")
      let url = try #require(
        list.body.firstMatch(of: /href="(\/indicators\/observations\/[0-9a-f-]{36})"/)?.1)
      let text = try await site.send("\(url)/correct", [("value", "một tỷ"), ("reason", "Sửa")])
      _ = try await site.send(
        "\(url)/correct",
        [("value", "1,1 tỷ"), ("confidence", "measured"), ("reason", "Quyết toán")])
      let value = try await site.page(String(url))

      #expect(text.status == 422)
      #expect(value.body.contains("1.100.000.000"))
      #expect(value.body.contains("1.000.000.000"))
      #expect(value.body.contains("Quyết toán"))
      #expect(value.body.contains("Trần Phương"))
    }
  }

  @Test func moneyOfAnotherCurrencyIsMarkedAsSuch() async throws {
    try await withSite { site in
      _ = try await site.send(
        "/indicators/enter",
        [
          ("period", "2025"), ("confidence", "declared"), ("currency", "usd"),
          ("v.revenue", "1250,5"),
        ])
      let list = try await site.page("/indicators/observations")
      let refused = try await site.send(
        "/indicators/enter",
        [("period", "2024"), ("currency", "đô la"), ("v.revenue", "1250,5")])

      #expect(list.body.contains("1.250,50 USD"))
      #expect(refused.status == 422)
      #expect(refused.body.contains("Loại tiền gồm ba chữ in hoa"))
    }
  }

  @Test func aPreferenceHasItsDaysAndEndsForAReason() async throws {
    try await withSite { site in
      _ = try await site.send(
        "/standing/flags/new",
        [("flag", "women_owned"), ("from", "2025-01-01"), ("evidence", "Đăng ký doanh nghiệp")])
      let list = try await site.page("/standing")
      let url = try #require(
        list.body.firstMatch(of: /href="(\/standing\/flags\/[0-9a-f-]{36})"/)?.1)
      _ = try await site.send(
        "\(url)/end", [("until", "2026-06-30"), ("reason", "Chuyển nhượng vốn")])
      let flag = try await site.page(String(url))
      let then = try await site.page("/standing?asOf=2026-03-31")

      #expect(flag.body.contains("01/01/2025 – 30/06/2026"))
      #expect(flag.body.contains("Chuyển nhượng vốn"))
      #expect(then.body.contains("Doanh nghiệp do phụ nữ làm chủ"))
    }
  }

  @Test(arguments: ["/adoption", "/support", "/indicators/observations", "/standing"])
  func noCausalWordStandsOnThesePages(page: String) async throws {
    try await withSite { site in
      let shown = try await site.page(page)
      for word in ["nhờ", "tác động", "hiệu quả của", "impact", "because", "thanks to"] {
        #expect(!shown.body.lowercased().contains(word))
      }
    }
  }
}
