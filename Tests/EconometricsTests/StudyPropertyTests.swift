import Foundation
import Testing

@testable import Econometrics

/// What must hold of a study from its files to its result.
@Suite struct StudyPropertyTests {
  static let specifications = [
    #"{"estimator":"ols","y":"y","x":["const","D","size"],"cluster":"firm"}"#,
    #"{"estimator":"fe","y":"y","x":["D","size"],"fe":["firm","period"]}"#,
    #"{"estimator":"fd","y":"y","x":["D","size"],"fe":["period"],"unit":"firm","time":"period"}"#,
    #"{"estimator":"re_swamy_arora","y":"y","x":["const","D"],"unit":"firm","time":"period"}"#,
    #"{"estimator":"iv_2sls","y":"y","x":["const"],"endog":["size"],"instruments":["D"]}"#,
    #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
    #"{"estimator":"sun_abraham","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
    #"{"estimator":"imputation_bjs","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
    #"{"estimator":"twfe_event_study","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
    #"{"estimator":"goodman_bacon","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
    #"{"estimator":"wild_cluster_restricted","y":"y","x":["D"],"fe":["firm"],"cluster":"firm","draws":199}"#,
    #"{"estimator":"randomisation_inference","y":"y","treatment":"D","unit":"firm","time":"period","fe":["firm","period"],"draws":99}"#,
    #"{"estimator":"mediation_product","y":"y","treatment":"D","mediator":"size","fe":["firm","period"],"cluster":"firm"}"#,
  ]

  private let panel = RandomPanel(seed: 21, firms: 24, periods: 6)

  private func run(_ specification: String, _ csv: String) throws -> Data {
    try Study.run(specification: Data(specification.utf8), csv: Data(csv.utf8)).json()
  }

  @Test(arguments: specifications)
  func theOrderOfRowsDoesNotChangeABit(_ specification: String) throws {
    let order = Array(panel.outcome.indices)
    var generator = SeededGenerator(seed: 4)
    let shuffled = order.shuffled(using: &generator)

    let first = try run(specification, panel.csv(order: order) { "\($0)" })
    let second = try run(specification, panel.csv(order: shuffled) { "\($0)" })

    #expect(!String(decoding: first, as: UTF8.self).contains("rejected"))
    #expect(first == second)
  }

  @Test(
    arguments: specifications.filter {
      !$0.contains("wild_cluster") && !$0.contains("randomisation")
    })
  func otherNamesOfFirmsChangeNothing(_ specification: String) throws {
    let order = Array(panel.outcome.indices)

    let first = try run(specification, panel.csv(order: order) { "\($0)" })
    let second = try run(specification, panel.csv(order: order) { "firm \(97 - $0)" })

    let all = Tolerance(
      .object(
        Dictionary(
          uniqueKeysWithValues: [
            "coef", "se", "att", "p", "t", "ci", "F", "W", "df", "weight", "estimate", "stat",
          ].map { ($0, JSON.object(["rel": .number(1e-9), "abs": .number(1e-12)])) })))
    let expected = try JSONDecoder().decode(JSON.self, from: first).withoutLooseNumbers
    let got = try JSONDecoder().decode(JSON.self, from: second)
    #expect(all.differences(expected, got, path: []) == [])
  }

  @Test(arguments: specifications)
  func aResultSurvivesBeingWrittenAndRead(_ specification: String) throws {
    let json = try run(specification, panel.csv(order: Array(panel.outcome.indices)) { "\($0)" })

    let read = try JSONDecoder().decode(StudyResult.self, from: json)

    #expect(try read.json() == json)
  }

  @Test func totalIsDirectPlusIndirect() throws {
    let json = try run(
      try #require(Self.specifications.last),
      panel.csv(order: Array(panel.outcome.indices)) { "\($0)" })
    let result = try JSONDecoder().decode(JSON.self, from: json)

    let direct = try #require(result["direct"].number)
    let indirect = try #require(result["indirect"].number)
    let total = try #require(result["total"].number)

    #expect(abs(direct + indirect - total) < 1e-12)
  }
}

extension JSON {
  /// Numbers that have no class of tolerance would have to agree to the last bit.
  var withoutLooseNumbers: JSON {
    let loose: Set<String> = [
      "df", "mde", "overall_mde", "anderson_rubin", "slope_missed_half", "df_cr2", "t_cr2",
    ]
    switch self {
    case .object(let object):
      return .object(
        object.filter { !loose.contains($0.key) }.mapValues(\.withoutLooseNumbers))
    case .list(let list): return .list(list.map(\.withoutLooseNumbers))
    case .null, .bool, .number, .text: return self
    }
  }
}
