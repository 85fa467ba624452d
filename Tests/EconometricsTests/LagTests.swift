import Foundation
import Testing

@testable import Econometrics

/// What textbooks print of grants and their lag, from adoption dates alone.
@Suite struct LagTests {
  private static let design = ImpactDesign(
    isLogarithm: true, comparison: .notYet, anticipation: 0, covariates: [], cluster: nil,
    rules: JudgementRules(level: 0.05, power: 0.8, worthwhile: nil),
    band: BandRequest(draws: 4999, seed: 1))

  /// The Michigan panel as a study has it: a firm, a year, a scrap rate, the year of the grant.
  private static func michigan() throws -> Econometrics.Table {
    let source = try Econometrics.Table(
      csv: try Vectors.data("data/jtrain.csv"), wanted: ["fcode", "year", "scrap", "grant"])
    let firm = try source.numbers("fcode")
    let year = try source.numbers("year")
    let grant = try source.numbers("grant")
    var start: [Double: Double] = [:]
    for row in firm.indices where grant[row] == 1 { start[firm[row]] = year[row] }
    return Econometrics.Table(
      rows: source.rows,
      columns: [
        (ImpactColumn.firm, .numbers(firm)), (ImpactColumn.period, .numbers(year)),
        (ImpactColumn.outcome, .numbers(try source.numbers("scrap"))),
        (ImpactColumn.cohort, .numbers(firm.map { start[$0] ?? 0 })),
      ])
  }

  @Test func theTextbookFiguresComeOutWithClassicalErrors() throws {
    let result = try #require(try ImpactAnalysis(Self.michigan(), Self.design).lags())

    guard case .regression(let numbers) = result.numbers else {
      Issue.record("no regression")
      return
    }
    // Wooldridge (2010), example 10.5, to more digits by R fixest and a closed form.
    let grant = try #require(numbers.coefficients["since=0"] ?? nil)
    let later = try #require(numbers.coefficients["since=1"] ?? nil)
    #expect(abs(grant - -0.252314902) < 1e-6)
    #expect(abs(later - -0.421589515) < 1e-6)
    #expect(abs(((numbers.iid["since=0"] ?? nil) ?? 0) - 0.150629) < 1e-6)
    #expect(abs(((numbers.iid["since=1"] ?? nil) ?? 0) - 0.210200) < 1e-6)
    #expect(numbers.names == ["since=0", "since=1"])
  }

  @Test func withErrorsOfFirmsTheEvidenceIsInconclusive() throws {
    let result = try #require(try ImpactAnalysis(Self.michigan(), Self.design).lags())

    let interval = try #require(result.headlineEstimate(Self.design.rules)?.interval)
    #expect(result.status == .reportable)
    #expect(result.verdict == .inconclusive)
    #expect(result.headline == "cr2")
    #expect(abs(interval.lowerBound - -0.541) < 5e-4)
    #expect(abs(interval.upperBound - 0.037) < 5e-4)
  }
}

/// Whether a conclusion hangs on one firm.
@Suite struct OneFirmTests {
  private static let design = ImpactDesign(
    isLogarithm: false, comparison: .notYet, anticipation: 0, covariates: [], cluster: nil,
    rules: JudgementRules(level: 0.05, power: 0.8, worthwhile: nil),
    band: BandRequest(draws: 4999, seed: 1))

  /// Forty firms over four periods, half adopting in the third.
  /// - Parameter outlier: what the first treated firm gains beside the others.
  private static func table(effect: Double, outlier: Double) -> Econometrics.Table {
    var columns: [[Double]] = [[], [], [], []]
    for firm in 0..<40 {
      for period in 1...4 {
        let isTreated = firm < 20 && period >= 3
        let noise = Double((firm * 7 + period * 13) % 11) / 11 - 0.5
        columns[0].append(Double(firm))
        columns[1].append(Double(period))
        columns[2].append(
          noise + (isTreated ? effect : 0) + (isTreated && firm == 0 ? outlier : 0))
        columns[3].append(firm < 20 ? 3 : 0)
      }
    }
    let names = [
      ImpactColumn.firm, ImpactColumn.period, ImpactColumn.outcome, ImpactColumn.cohort,
    ]
    return Econometrics.Table(
      rows: 160, columns: zip(names, columns).map { ($0, .numbers($1)) })
  }

  @Test func whatAllFirmsShareHoldsWithoutAnyOne() throws {
    let found = try #require(
      try ImpactAnalysis(Self.table(effect: 1, outlier: 0), Self.design).oneFirm())
    #expect(found.holds)
    #expect(found.tried == 12)
  }

  @Test func aConclusionThatOneFirmTurnsIsToldSo() throws {
    let found = try #require(
      try ImpactAnalysis(Self.table(effect: 0.33, outlier: -6), Self.design).oneFirm())
    #expect(!found.holds)
  }
}
