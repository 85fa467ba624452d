import Testing

@testable import Workforce

struct MoneyTextTests {
  @Test(
    arguments: [
      ("0", 0),
      ("1250000", 1_250_000),
      ("1.250.000", 1_250_000),
      ("1,250,000", 1_250_000),
      ("1 250 000", 1_250_000),
      ("1.250.000\u{A0}₫", 1_250_000),
      ("1,250,000 VNĐ", 1_250_000),
      ("1.250.000 đồng", 1_250_000),
      ("1.250.000đ", 1_250_000),
      ("850.000", 850_000),
      ("850,000", 850_000),
      ("1.250.000,00", 1_250_000),
      ("1250.00", 1_250),
      ("-1.250", -1_250),
      ("850 triệu đồng", 850_000_000),
      ("850tr", 850_000_000),
      ("1,25 tỷ", 1_250_000_000),
      ("1.25 tỉ đồng", 1_250_000_000),
      ("0,125 tỷ", 125_000_000),
      ("1.250.000 nghìn", 1_250_000_000),
      ("500k", 500_000),
    ] as [(String, Int64)])
  func anAmountIsReadAsItIsWritten(_ text: String, amount: Int64) throws {
    #expect(try MoneyText(text).amountVND == amount)
  }

  @Test(arguments: [
    ("", MoneyTextError.empty),
    ("một triệu", .notANumber),
    ("1..000", .notANumber),
    ("1.25.000", .notANumber),
    ("12 50", .notANumber),
    ("1,250.000,5", .notANumber),
    ("1.25E+09", .notANumber),
    ("đồng", .notANumber),
    ("1.250,000", .ambiguous),
    ("1,250.000", .ambiguous),
    ("1250,000", .ambiguous),
    ("1.250 tỷ", .ambiguous),
    ("1,250 triệu", .ambiguous),
    ("1.25", .fraction),
    ("0,125", .fraction),
    ("1.250.000,5", .fraction),
    ("1,2345 nghìn", .fraction),
    ("99999999999999999999", .tooLarge),
    ("99999999999 tỷ", .tooLarge),
  ])
  func anAmountThatIsNotCertainIsRefusedForItsOwnReason(_ text: String, reason: MoneyTextError) {
    #expect(throws: reason) { try MoneyText(text) }
  }
}
