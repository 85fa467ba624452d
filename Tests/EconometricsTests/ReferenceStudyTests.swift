import Foundation
import Testing

@testable import Econometrics

/// Every reference study, inside the tolerances that its file states.
@Suite struct ReferenceStudyTests {
  @Test(
    arguments: Vectors.names.filter { !$0.hasPrefix("scale_") && $0 != "jtrain_fd_levels" })
  func aStudyAgreesWithTheReferencePrograms(_ name: String) throws {
    let vector = try Vectors.study(name)
    let csv = try Vectors.data(vector["dataset"]["csv"].text ?? "")

    let result = try Vectors.run(vector["spec"], csv: csv)

    let tolerance = Tolerance(vector["tolerance"])
    #expect(tolerance.differences(vector["expected"], result, path: []) == [])
  }

  /// The reference of this study took its numbers from the stored column of differences, which was
  /// rounded to single precision (relative 6e-8) apart from the levels. What the levels give was
  /// computed in exact sums.
  @Test func differencesOfLevelsAgreeWithExactArithmetic() throws {
    let vector = try Vectors.study("jtrain_fd_levels")
    let csv = try Vectors.data(vector["dataset"]["csv"].text ?? "")

    let result = try Vectors.run(vector["spec"], csv: csv)

    let exact: JSON = .object([
      "coef": .object([
        "grant": .number(-0.22278104931354153), "grant_1": .number(-0.3512459228997075),
      ])
    ])
    let tight = Tolerance(.object(["coef": .object(["rel": .number(1e-12)])]))
    let single = Dictionary(
      uniqueKeysWithValues: ["coef", "se", "stat"].map { ($0, JSON.object(["rel": .number(6e-8)])) }
    )
    #expect(tight.differences(exact, result, path: []) == [])
    #expect(Tolerance(.object(single)).differences(vector["expected"], result, path: []) == [])
  }
}
