import Foundation
import Workforce

extension Submission {
  /// As `decode`, with amounts of đồng as people write them: `1.250.000`, `1,25 tỷ`.
  /// Throws `invalidInput` naming every amount that cannot be read or has two readings.
  func decode<Input: Decodable>(
    _ type: Input.Type, amounts: [String], extra: [String: String] = [:]
  ) throws -> Input {
    var plain = extra
    var problems = Problems()
    for field in form?.fields ?? [] where amounts.contains(field.input) {
      guard let text = text(field.name) else { continue }
      do throws(WrittenValueError) {
        plain[field.input] = "\(try WrittenValue(text).value(isWholeMoney: true))"
      } catch {
        problems.add(field.input, error.rule, error.parameters)
      }
    }
    try problems.throwIfAny()
    return try decode(type, extra: plain)
  }
}
