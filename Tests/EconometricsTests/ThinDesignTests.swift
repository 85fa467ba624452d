import Foundation
import Testing

@testable import Econometrics

/// Designs at the edge of what can be compared.
@Suite struct ThinDesignTests {
  private func run(_ specification: String, _ lines: [String]) throws -> StudyResult {
    let result = Study.run(
      specification: Data(specification.utf8), csv: Data(lines.joined(separator: "\n").utf8))
    #expect(try JSONDecoder().decode(StudyResult.self, from: result.json()).status == result.status)
    return result
  }

  private func panel(_ cohort: (Int) -> Int) -> [String] {
    var generator = SeededGenerator(seed: 8)
    var lines = ["firm,period,g,y,size"]
    for firm in 1...30 {
      for period in 1...4 {
        lines.append("\(firm),\(period),\(cohort(firm)),\(generator.uniform()),\(firm)")
      }
    }
    return lines
  }

  private let groupTime =
    #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","cohort":"g""#

  @Test func oneAdoptionDateForAllIsNotIdentified() throws {
    let result = try run(groupTime + "}", panel { _ in 3 })

    #expect(result.status == .notIdentified)
    #expect(result.warnings.contains(.noComparisonGroup))
  }

  @Test func anticipationThatTakesTheOnlyBaseLeavesTooLittle() throws {
    let result = try run(
      groupTime + #","anticipation":1}"#, panel { $0 <= 10 ? 2 : 0 })

    #expect(result.status == .notEnoughEvidence)
    #expect(result.warnings.contains(.noBasePeriod))
    #expect(result.verdict == nil)
  }

  @Test func cellsWithoutOverlapAreListedWithoutANumber() throws {
    let result = try run(
      groupTime + #","covariates":["size"]}"#, panel { $0 <= 10 ? 3 : 0 })

    guard case .groupTime(let numbers)? = result.numbers else {
      Issue.record("there are no numbers")
      return
    }
    let others = numbers.cells.filter { $0.t != 2 }
    #expect(others.allSatisfy { $0.att == nil && $0.flags.contains(.overlapFailure) })
    #expect(result.status == .notEnoughEvidence)
  }

  @Test func unitsTreatedFromTheStartAreDroppedAndCounted() throws {
    let result = try run(groupTime + "}", panel { $0 <= 3 ? 1 : $0 <= 12 ? 3 : 0 })

    guard case .groupTime(let numbers)? = result.numbers else {
      Issue.record("there are no numbers")
      return
    }
    #expect(numbers.units == 27)
    #expect(result.warnings.contains(.alwaysTreatedDropped))
  }

  @Test func theLastCohortIsTheComparisonWhenNobodyIsNeverTreated() throws {
    let result = try run(groupTime + "}", panel { $0 <= 15 ? 2 : 4 })

    guard case .groupTime(let numbers)? = result.numbers else {
      Issue.record("there are no numbers")
      return
    }
    #expect(result.warnings.contains(.noNeverTreated))
    #expect(numbers.cells.map(\.t).max() == 3)
    #expect(Set(numbers.cells.map(\.g)) == [2])
  }

  @Test func aUnitMissingInOnePeriodLeavesOnlyItsCells() throws {
    var lines = panel { $0 <= 12 ? 3 : 0 }
    lines.removeAll { $0.hasPrefix("1,4,") }

    let pairwise = try run(groupTime + "}", lines)
    let balanced = try run(groupTime + #","panel":"balanced"}"#, lines)

    guard case .groupTime(let all)? = pairwise.numbers,
      case .groupTime(let complete)? = balanced.numbers
    else {
      Issue.record("there are no numbers")
      return
    }
    #expect(all.cells.first { $0.t == 3 }?.treated == 12)
    #expect(all.cells.first { $0.t == 4 }?.treated == 11)
    #expect(all.units == 30)
    #expect(complete.units == 29)
    #expect(pairwise.warnings.contains(.panelUnbalanced))
    #expect(!balanced.warnings.contains(.attritionDiffers))
  }
}
