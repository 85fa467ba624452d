import Testing

@testable import Workforce

struct TaxCodeTests {
  @Test(arguments: [
    ("0100233488", "0100233488", "0100233488"),
    ("0100112437", "0100112437", "0100112437"),
    ("0314409058-002", "0314409058-002", "0314409058002"),
    ("0314409058002", "0314409058-002", "0314409058002"),
    (" 0314 409 058 - 002 ", "0314409058-002", "0314409058002"),
  ])
  func aTaxCodeIsReadInEveryWayItIsPrinted(_ text: String, printed: String, compact: String) throws
  {
    let code = try TaxCode(text)
    #expect(code.text == printed)
    #expect(code.compact == compact)
  }

  @Test(arguments: [
    ("", TaxCodeError.empty),
    ("  ", .empty),
    ("0100233480", .wrongCheckDigit),
    ("0100112438", .wrongCheckDigit),
    ("0000000000", .wrongCheckDigit),
    ("01002334", .wrongLength),
    ("0314409058-02", .wrongLength),
    ("0314409058-", .wrongLength),
    ("0314409058-000", .branchZero),
    ("100233488", .leadingZeroLost),
    ("100233480", .wrongLength),
    ("056099012345", .citizenNumber),
    ("056 099 012 345", .citizenNumber),
    ("056.099.012.345", .citizenNumber),
    ("MST0100233488", .notDigits),
    ("０１００２３３４８８", .notDigits),
    ("0314409058-00-2", .notDigits),
  ])
  func aWrongTaxCodeIsRefusedForItsOwnReason(_ text: String, reason: TaxCodeError) {
    #expect(throws: reason) { try TaxCode(text) }
  }

  @Test(arguments: [
    ("056099012345", true), ("056-099-012-345", true), ("056099012345 ", true),
    ("05609901234", false), ("0560990123456", false), ("NV0560990123", false), ("", false),
  ])
  func twelveDigitsLookLikeACitizenNumber(_ text: String, isLikely: Bool) {
    #expect(text.looksLikeCitizenNumber == isLikely)
  }

  @Test(arguments: [
    ("Số CCCD", true), ("CMND/CCCD", true), ("căn cước công dân", true),
    ("Số định danh cá nhân", true),
    ("so_dinh_danh", true), ("Mã nhân viên", false), ("Định danh lớp", false), ("", false),
  ])
  func aHeadingThatAsksForCitizenNumbersIsKnown(_ heading: String, asks: Bool) {
    #expect(CitizenNumber.isAskedFor(byHeading: heading) == asks)
  }
}
