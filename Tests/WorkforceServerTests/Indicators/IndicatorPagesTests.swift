import HTTPTypes
import TestSupport
import Testing
import Workforce

@testable import WorkforceServer

struct IndicatorPagesTests {
  private static let period = [("period", "2026-Q3"), ("confidence", "declared")]

  @Test func thePageOfAFirmWithoutFiguresSaysWhatToDo() async throws {
    try await withSite { site in
      let page = try await site.page("/indicators")
      #expect(page.status == 200)
      #expect(page.body.contains("Chưa có số liệu nào"))
      #expect(page.body.contains("/indicators/enter?period="))
    }
  }

  @Test func whatIsTypedIsRecordedAndDrawn() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/indicators/enter",
        Self.period + [("v.revenue", "1,25 tỷ"), ("v.average_employees", "12,5")])
      let page = try await site.page(try #require(sent.headers[.location]))

      #expect(page.body.contains("<svg class=\"chart-drawing\""))
      // By hand: 1.25 bn * 4 / 12.5 = 400 m.
      #expect(page.body.contains("400.000.000"))
      #expect(page.body.contains("quy ra năm từ 3 tháng"))
    }
  }

  @Test func aLeapComesBackAsAQuestionBesideItsField() async throws {
    try await withSite { site in
      _ = try await site.send(
        "/indicators/enter", [("period", "2026-Q2"), ("v.revenue", "1.250.000.000")])
      let fields = Self.period + [("v.revenue", "1.250.000")]

      let asked = try await site.send("/indicators/enter", fields)
      let confirmed = try await site.send("/indicators/enter", fields + [("c.revenue", "yes")])

      #expect(asked.status == 422)
      #expect(asked.body.contains("Chỉ bằng 1/1000 kỳ 2026-Q2"))
      #expect(asked.body.contains("name=\"c.revenue\""))
      #expect(asked.body.contains("value=\"1.250.000\""))
      #expect(asked.body.contains("1.250.000.000"))
      #expect(confirmed.status == 303)
    }
  }

  @Test func aFormSentAgainUnchangedChangesNothing() async throws {
    try await withSite { site in
      let fields = Self.period + [("v.average_employees", "1250"), ("v.PRD-06", "1,125")]
      let refused = try await site.send("/indicators/enter", fields)
      #expect(refused.body.contains("Có hai cách đọc: 1125 hoặc 1,125"))
      _ = try await site.send(
        "/indicators/enter",
        Self.period + [("v.average_employees", "1250"), ("v.PRD-06", "1,1250")])
      let page = try await site.page("/indicators/enter?period=2026-Q3")
      #expect(page.body.contains("value=\"1250\""))
      #expect(page.body.contains("value=\"1,1250\""))

      let again = try await site.send(
        "/indicators/enter",
        Self.period + [("v.average_employees", "1250"), ("v.PRD-06", "1,1250")])

      #expect(again.status == 303)
      try await #expect(site.world.count("select count(*) from kynang.observation") == 2)
    }
  }

  @Test func anotherValueOfThePeriodNeedsAReason() async throws {
    try await withSite { site in
      _ = try await site.send("/indicators/enter", Self.period + [("v.revenue", "1 tỷ")])
      let changed = Self.period + [("v.revenue", "1,1 tỷ")]

      let refused = try await site.send("/indicators/enter", changed)
      let corrected = try await site.send("/indicators/enter", changed + [("reason", "Quyết toán")])

      #expect(refused.body.contains("Kỳ này đã có số liệu"))
      #expect(corrected.status == 303)
    }
  }

  @Test func theSizeOfAYearIsDecidedByTheRule() async throws {
    try await withSite { site in
      let sent = try await site.send(
        "/indicators/size",
        [("year", "2026"), ("workers", "10"), ("revenue", "11 tỷ"), ("capital", "2 tỷ")])
      let page = try await site.page(try #require(sent.headers[.location]))
      #expect(page.body.contains("Siêu nhỏ"))
      #expect(page.body.contains("SZ-TS-MI"))
    }
  }

  @Test func whatIsNoPeriodIsSaidAtItsField() async throws {
    try await withSite { site in
      let page = try await site.page("/indicators/enter?period=qu%C3%BD+ba")
      #expect(page.status == 200)
      #expect(page.body.contains("Không đọc được kỳ. Viết 2026, 2026-Q1 hoặc 2026-03."))
      #expect(page.body.contains("value=\"quý ba\""))
      #expect(!page.body.contains("name=\"v.revenue\""))
    }
  }

  @Test func yearsAloneAreEnough() async throws {
    try await withSite { site in
      let year = [("period", "2025"), ("confidence", "declared")]
      _ = try await site.send(
        "/indicators/enter", year + [("v.revenue", "5 tỷ"), ("v.average_employees", "10")])
      let page = try await site.page("/indicators")
      #expect(page.body.contains("Chỉ số Năm 2025"))
      // By hand: 5 bn / 10 = 500 m.
      #expect(page.body.contains("500.000.000"))
    }
  }

  @Test func aReportIsAsItWasKnownOnADay() async throws {
    try await withSite { site in
      let quarter = Self.period + [("v.revenue", "1 tỷ"), ("v.average_employees", "10")]
      _ = try await site.send("/indicators/enter", quarter)
      site.world.clock.advance(days: 3)
      _ = try await site.send(
        "/indicators/enter", Self.period + [("v.revenue", "2 tỷ"), ("reason", "Quyết toán")])
      let yesterday = "2026-11-24"

      let now = try await site.page("/indicators?kind=quarter")
      let then = try await site.page("/indicators?kind=quarter&knownAt=\(yesterday)")

      // By hand: 2 bn * 4 / 10 and 1 bn * 4 / 10.
      #expect(now.body.contains("800.000.000"))
      #expect(then.body.contains("400.000.000"))
      #expect(!then.body.contains("800.000.000"))
      #expect(!then.body.contains("Nhập Quý"))
    }
  }

  /// The page shows what happened together; it never says that one thing brought about another.
  @Test func noCausalWordStandsOnTheFirmsPage() async throws {
    try await withSite { site in
      _ = try await site.send(
        "/indicators/enter", Self.period + [("v.revenue", "1 tỷ"), ("v.average_employees", "5")])
      let page = try await site.page("/indicators?kind=quarter")
      for word in [
        "hiệu quả của đào tạo", "nhờ đào tạo", "tác động", "effect", "impact", "because",
      ] {
        #expect(!page.body.lowercased().contains(word))
      }
    }
  }
}
