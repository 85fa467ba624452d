import Foundation
import Localization
import Testing

@testable import kynang

struct RefusalTests {
  private let refusals = Refusals(words: Words(.en))

  private func sentences(_ json: String) throws -> [String]? {
    refusals.sentences(in: try JSONSerialization.jsonObject(with: Data(json.utf8)))
  }

  @Test func anAnswerWhoseRowsAreAllRefusedSaysWhyOfEach() throws {
    let said = try #require(
      try sentences(
        """
        {"people": [
          {"employeeCode": "A1", "result": "refused", "refusals": [{"rule": "enrolment.already_in_run"}]},
          {"displayName": "Lê Hoa", "outcome": "refused", "rule": "completion.not_enrolled"}]}
        """))
    #expect(said.count == 3)
    #expect(said[1].contains("A1"))
    #expect(said[2].contains("Lê Hoa"))
    #expect(said.allSatisfy { $0.hasSuffix(".") })
  }

  @Test(arguments: [
    #"{"people": [{"result": "enrolled"}, {"result": "refused"}]}"#, #"{"people": []}"#, "[]",
    #"{"rows": [{"outcome": "same"}]}"#,
  ])
  func anAnswerInWhichSomethingWasTakenIsNoRefusal(_ json: String) throws {
    #expect(try sentences(json) == nil)
  }

  @Test func aReasonNamesItsColumnAndManyRowsAreCounted() {
    let rows = (1...25).map { number -> [String: Any] in
      ["row": number, "problems": [["field": "startsOn", "rule": "field.required"]]]
    }
    let said = refusals.sentences(of: rows, total: 25)
    #expect(said[1].hasPrefix("Row 1: Start date: "))
    #expect(said.last?.contains("5") == true)
    #expect(said.count == 22)
  }

  @Test(arguments: [(0, 10, 0), (5, 10, 12), (10, 10, 24), (3, 0, 0)])
  func theBarIsAsLongAsWhatIsDone(_ done: Int, all: Int, full: Int) {
    let bar = Watching.bar(done, of: all)
    #expect(bar.count == 24)
    #expect(bar.count { $0 == "█" } == full)
  }
}
