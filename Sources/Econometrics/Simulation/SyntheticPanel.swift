import Foundation

/// A national panel of firms whose true effects are known, for demonstrations and measurements.
///
/// Every number depends only on (seed, stream, firm, quarter), so any row can be drawn without the
/// others. Firms adopt in quarter 4, 6 … 18 or never; early adopters are better to begin with;
/// effects differ by firm, cohort and exposure; errors are MA(1) within a firm.
package struct SyntheticPanel: Sendable {
  package let firms: Int
  package let quarters: Int
  package let seed: UInt64

  package init(firms: Int, quarters: Int, seed: UInt64) {
    self.firms = firms
    self.quarters = quarters
    self.seed = seed
  }

  /// First treated quarter; 0 for never.
  package func cohort(_ firm: Int) -> Int {
    let draw = Int(10 * uniform(100, firm, 0))
    return draw < 2 ? 0 : 2 * draw
  }

  package func region(_ firm: Int) -> Int { Int(63 * uniform(104, firm, 0)) }

  package func sector(_ firm: Int) -> Int { Int(20 * uniform(102, firm, 0)) }

  package func logSize(_ firm: Int) -> Double { 2 + 1.2 * normal(53, firm, 0) }

  /// Log value added per worker, firm by firm, each in the order of quarters.
  package func outcomes() -> [Double] {
    var outcomes = [Double](repeating: 0, count: firms * quarters)
    let waves = (0...quarters).map { 0.02 * sin(Double.pi * Double($0) / 2) }
    outcomes.withUnsafeMutableBufferPointer { buffer in
      guard let y = buffer.baseAddress else { return }
      for firm in 0..<firms {
        let cohort = cohort(firm)
        let head = cohort > 0 ? 0.08 * Double(20 - cohort) / 16 : 0
        let level = 3 + 0.25 * logSize(firm) + 0.5 * normal(54, firm, 0) + head
        let strength = 0.5 + uniform(110, firm, 0)
        var previous = normal(56, firm, 0)
        for quarter in 1...quarters {
          let shock = normal(56, firm, quarter)
          y[firm * quarters + quarter - 1] =
            level + 0.004 * Double(quarter) + waves[quarter]
            + effect(strength, cohort, quarter) + 0.10 * shock + 0.06 * previous
          previous = shock
        }
      }
    }
    return outcomes
  }

  /// Mean of the true effects over treated firm-quarters.
  package func meanEffect() -> Double {
    var sum = 0.0
    var count = 0
    for firm in 0..<firms {
      let cohort = cohort(firm)
      guard cohort > 0 else { continue }
      let strength = 0.5 + uniform(110, firm, 0)
      for quarter in stride(from: cohort, through: quarters, by: 1) {
        sum += effect(strength, cohort, quarter)
        count += 1
      }
    }
    return sum / Double(count)
  }

  /// What adoption does to a firm in a quarter.
  package func trueEffect(_ firm: Int, _ quarter: Int) -> Double {
    effect(0.5 + uniform(110, firm, 0), cohort(firm), quarter)
  }

  private func effect(_ strength: Double, _ cohort: Int, _ quarter: Int) -> Double {
    guard cohort > 0, quarter >= cohort else { return 0 }
    let size = 0.02 + 0.004 * Double(min(quarter - cohort, 8))
    return strength * size * (cohort <= 8 ? 1.5 : 1)
  }

  private func uniform(_ stream: UInt64, _ firm: Int, _ quarter: Int) -> Double {
    var key = seed &* 0xD134_2543_DE82_EF95
    key = key &+ stream &* 0x2545_F491_4F6C_DD1D
    key = key &+ UInt64(truncatingIfNeeded: firm) &* 0x9E37_79B9_7F4A_7C15
    key = key &+ UInt64(truncatingIfNeeded: quarter) &* 0xBF58_476D_1CE4_E5B9
    return Double(SeededGenerator.mixed(key &+ 0x9E37_79B9_7F4A_7C15) &>> 11) * 0x1p-53
  }

  private func normal(_ stream: UInt64, _ firm: Int, _ quarter: Int) -> Double {
    let first = uniform(2 &* stream, firm, quarter)
    let second = uniform(2 &* stream &+ 1, firm, quarter)
    return (-2 * log(1 - first)).squareRoot() * cos(2 * Double.pi * second)
  }
}

extension SyntheticPanel {
  /// The panel as estimators of staggered adoption take it.
  package func adoptionPanel() -> AdoptionPanel {
    AdoptionPanel(
      periods: Array(1...quarters),
      cohorts: (0..<firms).map { firm in
        let cohort = cohort(firm)
        return cohort == 0 ? AdoptionPanel.never : cohort
      }, outcome: outcomes(), covariates: [], clusters: nil)
  }
}
