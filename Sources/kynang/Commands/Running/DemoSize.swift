import ArgumentParser
import Localization

/// How large a demo may be, and the ones that are made where nothing is said.
enum DemoSize {
  static let usual = 400
  /// What a first start makes, within seconds.
  static let quick = 40
  static let seed: UInt64 = 1
  private static let allowed = 1...35_000

  static func check(_ firms: Int) throws {
    guard allowed.contains(firms) else {
      throw ValidationError(
        Invocation.words[
          "running.firms_out_of_range",
          ["lowest": "\(allowed.lowerBound)", "highest": "\(allowed.upperBound)"]])
    }
  }
}
