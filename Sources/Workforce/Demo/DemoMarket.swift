import Foundation

/// How firms of one sector earn: orders of magnitude, growth and seasons. Money in đồng per person and
/// year, shares in percent.
struct DemoMarket: Sendable {
  let valueAdded: ClosedRange<Double>
  let labourCost: ClosedRange<Double>
  /// Of value added in revenue.
  let valueAddedShare: ClosedRange<Double>
  let depreciationShare: Double
  /// Of fixed assets in a year's value added.
  let fixedAssetsShare: Double
  /// Beyond the growth that all firms share, log points in a quarter.
  let growth: Double
  /// Log points by quarter of the year.
  let seasons: [Double]
  /// How much more likely firms train than the average; a step on the scale of `DemoBusiness.leaning`.
  let trainingPull: Double
  /// Whether output is the margin between buying and selling.
  let isTrade: Bool

  init(_ row: DemoFileRow) throws {
    func range(_ low: String, _ high: String, _ unit: Double) throws -> ClosedRange<Double> {
      Double(try row.integer(low)) * unit...Double(try row.integer(high)) * unit
    }
    let million = 1_000_000.0
    valueAdded = try range("va_low_mvnd", "va_high_mvnd", million)
    labourCost = try range("labour_low_mvnd", "labour_high_mvnd", million)
    valueAddedShare = try range("va_ratio_low_pct", "va_ratio_high_pct", 1)
    depreciationShare = Double(try row.integer("depreciation_pct"))
    fixedAssetsShare = Double(try row.integer("fixed_assets_pct"))
    growth = Double(try row.integer("growth_bp")) / 10_000
    seasons = try (1...4).map { Double(try row.integer("q\($0)_permille")) / 1000 }
    trainingPull = Double(try row.integer("training_pull_pct")) / 100
    isTrade = try row.text("sector") == "TRADE"
  }
}

/// A value of a process measure before and after the process is digitised.
struct DemoMeasure: Sendable {
  let code: String
  let process: String
  let decimals: Int
  let before: ClosedRange<Double>
  let after: ClosedRange<Double>
  /// What no value exceeds: 100 percent, or the best mark.
  let ceiling: Double
  let currency: String?

  init(_ row: DemoFileRow) throws {
    func number(_ column: String) throws -> Double {
      try row.known(column, Double(try row.text(column)))
    }
    code = try row.text("indicator")
    process = try row.text("process")
    decimals = try row.integer("decimals")
    before = try number("before_low")...number("before_high")
    after = try number("after_low")...number("after_high")
    ceiling = row.optional("ceiling").flatMap { Double($0) } ?? .infinity
    currency = row.optional("currency")
  }
}

extension ClosedRange<Double> {
  /// From the lower bound at 0 to the upper one at 1, by equal ratios.
  func geometric(_ share: Double) -> Double {
    lowerBound * exp(share * log(upperBound / lowerBound))
  }

  func linear(_ share: Double) -> Double { lowerBound + share * (upperBound - lowerBound) }
}
