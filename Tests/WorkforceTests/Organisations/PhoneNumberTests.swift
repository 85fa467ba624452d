import Testing

@testable import Workforce

struct PhoneNumberTests {
  @Test(arguments: [
    ("0912345678", "+84912345678", "0912345678"),
    ("0912.345.678", "+84912345678", "0912345678"),
    ("+84 912 345 678", "+84912345678", "0912345678"),
    ("84912345678", "+84912345678", "0912345678"),
    ("0084912345678", "+84912345678", "0912345678"),
    ("+84 (0)258 3822 222", "+842583822222", "02583822222"),
    ("(0258) 3822-222", "+842583822222", "02583822222"),
    ("024 3825 1234", "+842438251234", "02438251234"),
    ("1800 1234", "+8418001234", "18001234"),
    ("1900 123456", "+841900123456", "1900123456"),
    ("+65 6123 4567", "+6561234567", "+6561234567"),
  ])
  func aNumberIsStoredInTheInternationalForm(_ text: String, e164: String, national: String) throws
  {
    let number = try PhoneNumber(text)
    #expect(number.e164 == e164)
    #expect(number.national == national)
  }

  @Test(arguments: [
    ("", PhoneNumberError.empty),
    ("-", .empty),
    ("+", .notDigits),
    ("0912 345 67x", .notDigits),
    ("091234567", .wrongLength),
    ("09123456789", .wrongLength),
    ("0258382222", .wrongLength),
    ("056099012345", .wrongLength),
    ("+84912", .wrongLength),
    ("+65612", .wrongLength),
    ("0412345678", .unknownPrefix),
    ("4123", .unknownPrefix),
    ("+0912345678", .unknownPrefix),
    ("01692345678", .retiredPrefix),
    ("912345678", .leadingZeroLost),
    ("2583822222", .leadingZeroLost),
  ])
  func aWrongNumberIsRefusedForItsOwnReason(_ text: String, reason: PhoneNumberError) {
    #expect(throws: reason) { try PhoneNumber(text) }
  }
}
