import Foundation
import Postgres

/// What a firm truly did in each of the twelve quarters, before anything was reported of it.
struct DemoBooks: Sendable {
  /// Money in đồng.
  struct Quarter: Sendable {
    /// Means of the month-ends, in hundredths of a person.
    let employees: Int
    let insured: Int
    let hoursWorked: Int
    let labourCost: Int
    let depreciation: Int
    let taxes: Int
    let surplus: Int
    let output: Int
    let intermediate: Int
    let revenue: Int
    let profit: Int
    let fixedAssets: Int

    var valueAdded: Int { labourCost + depreciation + taxes + surplus }

    /// Of value added per worker and year.
    var logProductivity: Double { log(Double(valueAdded) * 400 / Double(employees)) }
  }

  let quarters: [Quarter]
  /// Equity and debt at the end of each year that the quarters touch, by year.
  let capital: [Int: Int]

  /// The same firm with another quarter of training, or without: the same luck, and nothing else differs.
  ///
  /// - Parameter trainedFrom: the quarter of its first completed course; nil is none.
  init(_ firm: DemoFirm, trainedFrom: Int?, _ setting: DemoSetting) {
    var maker = DemoBookkeeper(firm, setting)
    quarters = (0..<DemoQuarters.count).map { quarter in
      maker.quarter(quarter, effect: trainedFrom.map { DemoTruth.effect(after: quarter - $0) } ?? 0)
    }
    capital = maker.capital
  }
}

/// Draws the quarters of one firm, always the same number of times.
private struct DemoBookkeeper {
  private let firm: DemoFirm
  private let market: DemoMarket
  private let calendar: DemoQuarters
  private let level: Double
  private let wage: Double
  private let growth: Double
  private let share: Double
  private let insuredPercent: Int
  private let equity: Double
  private var random: DemoRandom
  private var lastShock: Double

  init(_ firm: DemoFirm, _ setting: DemoSetting) {
    let business = firm.business
    var random = setting.random(.books, firm.number)
    self.firm = firm
    market = setting.catalogue.markets[firm.sector]
    calendar = setting.quarters
    let position = min(
      1, max(0, 0.45 + 0.16 * business.quality + 0.05 * business.size + 0.08 * random.normal()))
    let drawnShare = market.valueAddedShare.linear(Double(random.below(1000)) / 1000) / 100
    let pay = min(1, max(0, 0.2 + 0.5 * position + 0.12 * random.normal()))
    share = drawnShare
    // A firm whose revenue is given earns what its revenue lets it.
    level =
      firm.given.map { Double($0.revenue) / Double(firm.size) * drawnShare }
      ?? market.valueAdded.geometric(position)
    wage = min(market.labourCost.geometric(pay), 0.86 * level)
    growth =
      DemoTruth.growth + market.growth + DemoTruth.growthBySize * business.size
      + DemoTruth.growthByProcess * Double(business.digitisedCount)
    insuredPercent =
      firm.given != nil ? 100 : random.number(in: firm.size < 10 ? 55...100 : 82...100)
    equity =
      firm.given.map { Double($0.capital) }
      ?? level * Double(firm.size) * (market.fixedAssetsShare / 100 + 0.6)
    lastShock = random.normal()
    self.random = random
  }

  mutating func quarter(_ quarter: Int, effect: Double) -> DemoBooks.Quarter {
    let employees = employees(quarter)
    let shock = random.normal()
    let years = Double(employees) / 400
    let drift = growth * Double(quarter - 7) + market.seasons[calendar.season(quarter)]
    let luck = DemoTruth.shock * (shock + DemoTruth.echo * lastShock)
    lastShock = shock
    let untrained = years * level * exp(drift + luck)
    let valueAdded = Int((untrained * exp(effect)).rounded())
    // The bonus before Tết.
    let bonus = calendar.season(quarter) == 0 ? 1.1 : 0.97
    let labourCost = Int(
      (years * wage * bonus * exp(0.012 * Double(quarter - 7) + 0.02 * random.normal())).rounded())
    let assets = Int(
      Double(firm.size) * level * market.fixedAssetsShare / 100 * exp(0.004 * Double(quarter)))
    let depreciation = Int(untrained * market.depreciationShare / 100)
    let taxes = Int(untrained * 0.008)
    let surplus = valueAdded - labourCost - depreciation - taxes
    let revenue = Int(Double(valueAdded) / share * exp(0.02 * random.normal()))
    let stocks = exp(0.01 * random.normal())
    let output =
      market.isTrade
      ? Int(Double(valueAdded) * 1.45 * stocks)
      : max(
        valueAdded, Int(Double(revenue) * stocks))
    let hours = years * 2080 * exp(0.03 * random.normal())
    let interest = Int(Double(assets) * 0.004 * Double(random.below(4)))
    return DemoBooks.Quarter(
      employees: employees, insured: employees * insuredPercent / 100,
      hoursWorked: Int(hours), labourCost: labourCost, depreciation: depreciation, taxes: taxes,
      surplus: surplus, output: output, intermediate: output - valueAdded, revenue: revenue,
      profit: surplus - interest, fixedAssets: assets)
  }

  /// Three month-ends of a firm that grew a little.
  private mutating func employees(_ quarter: Int) -> Int {
    let past = Double(DemoQuarters.count - 1 - quarter)
    let planned = Double(firm.size) * exp(-0.006 * past)
    let spread = max(0.3, 0.015 * planned)
    let heads = (0..<3).map { _ in max(1, Int((planned + spread * random.normal()).rounded())) }
    return (heads.reduce(0, +) * 100 + 1) / 3
  }

  /// From the year before the first quarter on.
  var capital: [Int: Int] {
    let years = (calendar.firstDay.year - 1)...calendar.start(DemoQuarters.count - 1).year
    return Dictionary(
      uniqueKeysWithValues: years.map { year in
        let age = Double(calendar.wholeYears.upperBound - year)
        return (year, Int(equity * exp(-0.04 * age)) / 1_000_000 * 1_000_000)
      })
  }
}
