import Foundation
import Testing

@testable import Econometrics

/// The cases at the edges that are studies: what is refused, flagged or left without a number.
@Suite struct EdgeCaseTests {
  static let cases: [JSON] = {
    let file = try? Vectors.file("edge_cases.json")
    return file?["cases"].list.filter { $0["kind"].text == "study" } ?? []
  }()

  @Test(arguments: cases.compactMap { $0["id"].text })
  func anEdgeCaseHasTheStatedOutcome(_ id: String) throws {
    let study = try #require(Self.cases.first { $0["id"].text == id })
    let csv =
      try study["csv"].text.map(Vectors.data)
      ?? Vectors.csv(columns: study["columns"], rows: study["rows"])

    let result = try Vectors.run(study["spec"], csv: csv)

    let tolerance = Tolerance(try Vectors.file("edge_cases.json")["tolerance"])
    #expect(tolerance.differences(study["expected"], result, path: []) == [])
  }
}
