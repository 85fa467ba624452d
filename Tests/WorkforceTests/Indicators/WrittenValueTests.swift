import Foundation
import Testing
import Workforce

@Suite struct WrittenValueTests {
  @Test(arguments: [
    ("1.250.000", true, "1250000"), ("1,250,000 ₫", true, "1250000"),
    ("1,25 tỷ", true, "1250000000"),
    ("850.000", true, "850000"), ("-3.000.000", true, "-3000000"), ("0", true, "0"),
    ("22,5", false, "22.5"), ("22.5", false, "22.5"), ("12,5 %", false, "12.5"),
    ("0,125", false, "0.125"), ("1.250,5", false, "1250.5"), ("1,250.5", false, "1250.5"),
    ("−4", false, "-4"), ("7", false, "7"), ("1 250 000", false, "1250000"),
  ])
  func aNumberIsReadAsPeopleHereWriteIt(
    _ text: String, isWholeMoney: Bool, expected: String
  ) throws {
    #expect(try WrittenValue(text).value(isWholeMoney: isWholeMoney) == Decimal(string: expected))
  }

  @Test(arguments: [
    ("1.250", "1250", "1,250"), ("1,250", "1250", "1,250"), ("12.345 %", "12345 %", "12,345 %"),
  ])
  func anAmbiguousNumberIsRefusedWithBothReadings(
    _ text: String, thousands: String, decimals: String
  ) {
    #expect(throws: WrittenValueError.ambiguous(thousands: thousands, decimals: decimals)) {
      try WrittenValue(text).value(isWholeMoney: false)
    }
  }

  @Test func millionsWithThreeDecimalsAreRefusedWithBothReadings() {
    #expect(throws: WrittenValueError.ambiguous(thousands: "1250 tỷ", decimals: "1,250 tỷ")) {
      try WrittenValue("1.250 tỷ").value(isWholeMoney: true)
    }
  }

  @Test(arguments: [
    ("khoảng 20", false, WrittenValueError.notANumber), ("", false, .empty), ("  ", true, .empty),
    ("1e5", false, .notANumber), ("NaN", false, .notANumber), ("2,5", true, .fraction),
    ("20 người", false, .notANumber), ("1.2.3", false, .notANumber), ("(5)", false, .notANumber),
    ("9999999999999999999999", false, .tooLarge), ("9999999999999999999999", true, .tooLarge),
    ("--4", false, .notANumber), ("=1+1", false, .notANumber),
  ])
  func whatIsNoValueIsRefused(_ text: String, isWholeMoney: Bool, error: WrittenValueError) {
    #expect(throws: error) { try WrittenValue(text).value(isWholeMoney: isWholeMoney) }
  }

  @Test func aNumberOfJSONHasOneReading() throws {
    let value = try JSONDecoder().decode(WrittenValue.self, from: Data("1.25".utf8))
    #expect(try value.value(isWholeMoney: false) == Decimal(string: "1.25"))
    #expect(throws: WrittenValueError.fraction) { try value.value(isWholeMoney: true) }
  }
}
