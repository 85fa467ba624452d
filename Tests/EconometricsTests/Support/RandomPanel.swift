@testable import Econometrics

/// An unbalanced panel with two regressors, one of which is a treatment that stays.
struct RandomPanel {
  var outcome: [Double] = []
  var columns: [[Double]] = [[], []]
  var firms: [Double] = []
  var periods: [Double] = []

  init(seed: UInt64, firms count: Int, periods span: Int) {
    var generator = SeededGenerator(seed: seed)
    for firm in 0..<count {
      let start = firm % 3 == 0 ? span + 1 : 2 + firm % (span - 2)
      for period in 1...span where generator.uniform() > 0.15 {
        let treated = period >= start ? 1.0 : 0.0
        let size = generator.uniform() + 0.1 * Double(firm)
        firms.append(Double(firm))
        periods.append(Double(period))
        columns[0].append(treated)
        columns[1].append(size)
        outcome.append(
          0.3 * treated + 0.5 * size + 0.2 * Double(period * firm % 5) + generator.uniform())
      }
    }
  }

  var unit: Grouping { Grouping(name: "firm", numbers: firms) }
  var time: Grouping { Grouping(name: "period", numbers: periods) }

  var design: Design {
    Design(outcome: outcome, columns: columns, names: ["D", "size"], effects: [unit, time])
  }

  func dummies(_ grouping: Grouping) -> [[Double]] {
    (0..<grouping.count).map { level in
      grouping.codes.map { $0 == Int32(level) ? 1 : 0 }
    }
  }

  /// Comma-separated text with rows in the given order and firms called by `label`.
  func csv(order: [Int], label: (Int) -> String) -> String {
    let lines = order.map { row in
      let firm = label(Int(firms[row]))
      return "\(firm),\(Int(periods[row])),\(columns[0][row]),\(columns[1][row]),\(outcome[row])"
    }
    return (["firm,period,D,size,y"] + lines).joined(separator: "\n")
  }
}
