/// One item of a quarter's report.
struct DemoItem: Sendable {
  let code: String
  let isMoney: Bool
  /// Whether a small business has it at hand.
  let isShort: Bool
  /// Whether a year has the mean of its quarters, and not their sum.
  let isStock: Bool
  let value: @Sendable (DemoBooks.Quarter) -> DemoDecimal

  static let all: [DemoItem] = [
    money("output", isShort: true) { $0.output },
    money("intermediate_consumption", isShort: true) { $0.intermediate },
    money("labour_cost", isShort: true) { $0.labourCost },
    money("depreciation", isShort: false) { $0.depreciation },
    money("net_production_taxes", isShort: false) { $0.taxes },
    money("operating_surplus", isShort: false) { $0.surplus },
    money("revenue", isShort: true) { $0.revenue },
    money("profit_before_tax", isShort: false) { $0.profit },
    money("fixed_assets", isShort: false, isStock: true) { $0.fixedAssets },
    persons("average_employees", isShort: true) { $0.employees },
    persons("si_workers", isShort: false) { $0.insured },
    DemoItem(code: "hours_worked", isMoney: false, isShort: false, isStock: false) {
      DemoDecimal($0.hoursWorked)
    },
  ]

  private static func money(
    _ code: String, isShort: Bool, isStock: Bool = false,
    _ value: @escaping @Sendable (DemoBooks.Quarter) -> Int
  ) -> DemoItem {
    DemoItem(code: code, isMoney: true, isShort: isShort, isStock: isStock) {
      DemoDecimal(value($0))
    }
  }

  private static func persons(
    _ code: String, isShort: Bool, _ value: @escaping @Sendable (DemoBooks.Quarter) -> Int
  ) -> DemoItem {
    DemoItem(code: code, isMoney: false, isShort: isShort, isStock: true) {
      DemoDecimal(units: value($0), decimals: 2)
    }
  }

  /// Of a whole year.
  func value(of year: [DemoBooks.Quarter]) -> DemoDecimal {
    let values = year.map(value)
    let sum = values.reduce(0) { $0 + $1.units }
    return DemoDecimal(
      units: isStock ? sum / max(1, values.count) : sum, decimals: values.first?.decimals ?? 0)
  }
}
