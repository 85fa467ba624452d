import Foundation

/// What a firm is like beyond its people: how well it earns, what it had digitised, when it means to
/// train, and how it reports.
struct DemoBusiness: Sendable {
  /// How a firm reports its figures.
  enum Reporting: Sendable {
    /// Every item of every quarter.
    case full
    /// What a small business has at hand: value added follows by subtraction.
    case short
    /// The accounts of whole years, and no more.
    case yearly
  }

  static let processes = ["MGT", "SAL", "CRM", "PRD"]

  /// The logarithm of its people to that of ten.
  let size: Double
  /// How well it is run, with a mean of 0 and a deviation of 1: nothing that is entered shows it, and it
  /// lasts, so that it lifts the level of a firm and not its growth.
  let quality: Double
  /// By process: whether it was digitised before the first quarter.
  let isDigitised: [Bool]
  /// The quarter in which its people may first be entered for courses; nil is never.
  let trainsFrom: Int?
  let reporting: Reporting

  var digitisedCount: Int { isDigitised.count { $0 } }

  init(
    number: Int, people: Int, market: DemoMarket, isHousehold: Bool, _ random: inout DemoRandom
  ) {
    let size = log(Double(people) / 10)
    let quality = random.normal()
    let isDigitised = [24, 20, 14, 16].map { percent in
      random.happens(max(3, min(70, percent + Int(8 * size) + Int(5 * quality))))
    }
    let leaning =
      Self.leaning(
        size: size, digitised: isDigitised.count { $0 }, market: market, quality: quality)
      + random.normal()
    let delay = 6.5 - 1.6 * leaning + Double(random.below(600)) / 100 - 3
    self.size = size
    self.quality = quality
    self.isDigitised = isDigitised
    // The firm of the sign-ins trains early on.
    trainsFrom = number == 0 ? 1 : leaning > -0.05 ? min(11, max(0, Int(delay))) : nil
    let draw = random.below(100)
    reporting =
      number == 0
      ? .full : draw < 7 ? .yearly : isHousehold || people < 7 && draw < 45 ? .short : .full
  }

  /// How much a firm is drawn to training: larger firms, those that digitised before, some sectors, and
  /// those that are run well.
  private static func leaning(
    size: Double, digitised: Int, market: DemoMarket, quality: Double
  ) -> Double {
    0.45 * size + 0.35 * (Double(digitised) - 0.7) + market.trainingPull + 0.3 * quality + 0.25
  }
}
