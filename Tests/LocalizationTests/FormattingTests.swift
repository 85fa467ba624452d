import Foundation
import Testing

@testable import Localization

struct FormattingTests {
  private let vi = Words(.vi)
  private let en = Words(.en)

  @Test(arguments: [(0, "0"), (999, "999"), (1_250_000, "1.250.000"), (-12_345, "−12.345")])
  func wholeNumbersAreGroupedByDots(_ number: Int, text: String) {
    #expect(vi.number(number) == text)
  }

  @Test(arguments: [(0.5, 1, "0,5"), (1234.567, 2, "1.234,57"), (-0.25, 1, "−0,3"), (2, 2, "2,00")])
  func fractionsFollowAComma(_ number: Swift.Double, decimals: Int, text: String) {
    #expect(vi.number(number, decimals: decimals) == text)
  }

  @Test func moneyIsWrittenInĐồng() {
    #expect(vi.money(1_250_000) == "1.250.000\u{A0}₫")
    #expect(en.money(1_250_000) == "1,250,000\u{A0}₫")
  }

  @Test(arguments: [
    ("2026-11-23T16:59:59Z", "23/11/2026", "23:59 23/11/2026"),
    ("2026-11-23T17:00:00Z", "24/11/2026", "00:00 24/11/2026"),
    ("2024-02-28T17:00:00Z", "29/02/2024", "00:00 29/02/2024"),
    ("1969-12-31T16:59:00Z", "31/12/1969", "23:59 31/12/1969"),
  ])
  func aMomentIsThatOfVietnam(_ text: String, date: String, moment: String) throws {
    let then = try Date(text, strategy: .iso8601)
    #expect(vi.date(then) == date)
    #expect(vi.moment(then) == moment)
  }

  @Test func aDayOfJSONIsTurnedAround() {
    #expect(vi.date(iso: "2026-11-24") == "24/11/2026")
    #expect(vi.date(iso: "hôm nay") == "hôm nay")
  }

  @Test(arguments: [
    (0, "hôm nay", "today"), (1, "hôm qua", "yesterday"), (13, "13 ngày trước", "13 days ago"),
    (14, "2 tuần trước", "2 weeks ago"), (245, "8 tháng trước", "8 months ago"),
    (365, "12 tháng trước", "12 months ago"), (730, "1 năm trước", "1 year ago"),
    (731, "2 năm trước", "2 years ago"),
  ])
  func anAgeIsSaidInTheUnitThatFits(_ days: Int, inVietnamese: String, inEnglish: String) {
    #expect(vi.age(days: days) == inVietnamese)
    #expect(en.age(days: days) == inEnglish)
  }
}

struct LanguageTests {
  @Test(arguments: [
    ("vi", Language.vi), ("en-GB,en;q=0.9", .en), ("fr, vi;q=0.5, en;q=0.7", .en),
    ("en;q=0, vi", .vi), ("*", nil), ("fr", nil), ("", nil), (";;,q=", nil),
  ])
  func theLanguageIsTheOnePreferredOfThoseSpoken(_ header: String, language: Language?) {
    #expect(Language.preferred(inHeader: header) == language)
  }

  @Test(arguments: [("vi_VN.UTF-8", Language.vi), ("en_US", .en), ("C.UTF-8", nil), ("view", nil)])
  func aLocaleNamesItsLanguage(_ tag: String, language: Language?) {
    #expect(Language(tag: tag) == language)
  }
}
