import Foundation
import Postgres
import Testing

@testable import Workforce

/// The generator's own two outcomes of one firm: with training, and the same firm without.
@Suite struct DemoTruthTests {
  private static let province = DemoProvince(firms: 400, seed: 1, today: DemoWorld.today)

  private struct Outcomes {
    let trained: [DemoBooks.Quarter]
    let untrained: [DemoBooks.Quarter]

    init(_ number: Int, trainedFrom: Int) throws {
      let setting = try DemoSetting(DemoTruthTests.province)
      var rows = DemoRows()
      let firm = try DemoFirm(number: number, setting, rows: &rows)
      trained = DemoBooks(firm, trainedFrom: trainedFrom, setting).quarters
      untrained = DemoBooks(firm, trainedFrom: nil, setting).quarters
    }

    var effects: [Double] {
      zip(trained, untrained).map { $0.logProductivity - $1.logProductivity }
    }
  }

  /// Money is rounded to the đồng, hence the tolerance.
  @Test(arguments: [0, 5, 40, 133, 399])
  func trainingLiftsProductivityAsDocumented(number: Int) throws {
    let outcomes = try Outcomes(number, trainedFrom: 3)
    let stated = [0, 0, 0, 0.015, 0.035, 0.055, 0.070, 0.080, 0.080, 0.080, 0.080, 0.080]
    let errors = zip(outcomes.effects, stated).map { abs($0 - $1) }

    #expect(errors.allSatisfy { $0 < 1e-7 })
  }

  @Test(arguments: [0, 5, 40, 133, 399])
  func trainingDoesNothingToLabourCostPerEmployee(number: Int) throws {
    let outcomes = try Outcomes(number, trainedFrom: 3)

    #expect(outcomes.trained.map(\.labourCost) == outcomes.untrained.map(\.labourCost))
    #expect(outcomes.trained.map(\.employees) == outcomes.untrained.map(\.employees))
    #expect(outcomes.trained.map(\.surplus) != outcomes.untrained.map(\.surplus))
  }

  @Test func thePageOfTheProvinceStatesTheEffect() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "docs/demo-province.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let row = DemoTruth.effects.map { String(format: "%.3f", $0) }.joined(separator: " | ")

    #expect(text.contains(row))
    #expect(text.contains("`\(DemoTruth.indicatorWithoutEffect)`"))
  }

  @Test func firmsThatTrainAreLargerAndDigitisedMore() throws {
    let setting = try DemoSetting(Self.province)
    let firms = try (12..<400).map { number in
      var rows = DemoRows()
      return try DemoFirm(number: number, setting, rows: &rows)
    }
    let trains = firms.filter { $0.business.trainsFrom != nil }
    let never = firms.filter { $0.business.trainsFrom == nil }
    func mean(_ firms: [DemoFirm], _ value: (DemoFirm) -> Double) -> Double {
      firms.reduce(0) { $0 + value($1) } / Double(firms.count)
    }

    #expect((120...200).contains(never.count))
    #expect(Set(trains.compactMap(\.business.trainsFrom)).count >= 10)
    #expect(mean(trains, \.business.size) > mean(never, \.business.size) + 0.2)
    #expect(
      mean(trains) { Double($0.business.digitisedCount) }
        > mean(never) { Double($0.business.digitisedCount) } + 0.2)
  }

  /// What of a firm's growth is due to neither its sector, size nor digitised processes.
  @Test func withoutTrainingThoseWhoTrainGrowAsTheOthersWhoAreLikeThem() throws {
    let setting = try DemoSetting(Self.province)
    let growths = try (12..<400).map { number in
      var rows = DemoRows()
      let firm = try DemoFirm(number: number, setting, rows: &rows)
      let quarters = DemoBooks(firm, trainedFrom: nil, setting).quarters
      let expected =
        DemoTruth.growth + setting.catalogue.markets[firm.sector].growth
        + DemoTruth.growthBySize * firm.business.size
        + DemoTruth.growthByProcess * Double(firm.business.digitisedCount)
      // Eight quarters on is the same season.
      let growth = quarters[8].logProductivity - quarters[0].logProductivity
      return (trains: firm.business.trainsFrom != nil, rest: growth - 8 * expected)
    }
    func mean(_ rests: [Double]) -> Double { rests.reduce(0, +) / Double(rests.count) }
    let trained = mean(growths.filter(\.trains).map(\.rest))
    let others = mean(growths.filter { !$0.trains }.map(\.rest))

    // Three standard errors of a difference between 240 and 150 firms with a deviation of 0.076.
    #expect(abs(trained - others) < 0.024)
    #expect(abs(trained) < 0.015)
  }

  @Test func whatIsLoadedIsTheOutcomeWithTraining() async throws {
    try await DemoWorld.with { world in
      let began = try await world.owner.texts(
        """
        select min(completed_on)::text from kynang.completion as completion
        where completion.firm_id = (select id from kynang.firm where code = 'KH00001')
          and completion.result = 'completed' and completion.superseded_at is null
        """
      ).first.flatMap { CalendarDate($0) }
      let setting = try DemoSetting(DemoWorld.province)
      var rows = DemoRows()
      let firm = try DemoFirm(number: 0, setting, rows: &rows)
      let books = DemoBooks(
        firm, trainedFrom: setting.quarters.number(of: try #require(began)), setting)
      let loaded = try await world.owner.texts(
        """
        select starts_on || ' ' || sum(value)::text from kynang.observation
        where firm_id = (select id from kynang.firm where code = 'KH00001')
          and period_kind = 'quarter' and superseded_at is null and indicator_code in (
            'labour_cost', 'depreciation', 'net_production_taxes', 'operating_surplus')
        group by starts_on having count(*) = 4
        """)
      let made = books.quarters.indices.map {
        "\(setting.quarters.start($0)) \(books.quarters[$0].valueAdded)"
      }

      #expect(loaded.count >= 8)
      #expect(Set(loaded).isSubset(of: made))
    }
  }
}
