import Foundation
import Testing

@testable import Econometrics

/// What is refused, with what reason, and that the message says where.
@Suite struct RefusalTests {
  struct Case: CustomTestStringConvertible {
    let specification: String
    let csv: String
    let reason: String
    let words: String

    var testDescription: String { "\(reason): \(words)" }
  }

  static let data = "firm,period,D,g,y\na,1,0,0,1\na,2,1,2,2\nb,1,0,0,3\nb,2,0,0,4"

  static let cases = [
    Case(
      specification: #"{"estimator":"fe","y":"y","x":["D"],"fe":["firm"],"colour":1}"#, csv: data,
      reason: "unknown_field", words: "colour"),
    Case(
      specification: #"{"estimator":"fe","y":"y","x":["D"],"fe":["firm"],"clutser":"firm"}"#,
      csv: data, reason: "unknown_field", words: "cluster?"),
    Case(
      specification: #"{"estimator":"fe","y":"y","x":["D"],"fe":["frim"]}"#, csv: data,
      reason: "unknown_column", words: "firm?"),
    Case(
      specification: #"{"estimator":"fe","y":"y","fe":["firm"]}"#, csv: data,
      reason: "missing_field", words: " x."),
    Case(
      specification: #"{"estimator":"fee","y":"y"}"#, csv: data, reason: "invalid_field",
      words: "the nearest name is fe"),
    Case(
      specification: #"{"estimator":"ols","y":"y","x":["const","D"],"alpha":2}"#, csv: data,
      reason: "invalid_field", words: "alpha"),
    Case(
      specification: "[1]", csv: data, reason: "malformed_specification", words: "JSON object"),
    Case(
      specification: #"{"estimator":"ols","y":"y","x":["const","D"]}"#,
      csv: "D,y\n0,1\n1,two\n0,3", reason: "text_in_number", words: "Line 3: y"),
    Case(
      specification: #"{"estimator":"ols","y":"y","x":["const","D"]}"#, csv: "D,y\n0,1\n1",
      reason: "malformed_data", words: "Line 3"),
    Case(
      specification: #"{"estimator":"ols","y":"y","x":["const","D"],"subset":"y>100"}"#,
      csv: data, reason: "no_rows", words: "No row"),
    Case(
      specification: #"{"estimator":"ols","y":"y","x":["const","D"],"subset":"y = 1"}"#,
      csv: data, reason: "invalid_field", words: "subset"),
    Case(
      specification:
        #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","cohort":"g"}"#,
      csv: "firm,period,g,y\na,1,,1\na,2,,2\nb,1,0,3\nb,2,0,4", reason: "missing_adoption_date",
      words: "1 units"),
    Case(
      specification:
        #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","cohort":"g"}"#,
      csv: data, reason: "adoption_date_varies", words: "more than one"),
    Case(
      specification:
        #"{"estimator":"callaway_santanna","y":"y","unit":"firm","time":"period","treatment":"D","control":"never"}"#,
      csv: "firm,period,D,y\na,1,0,1\na,2,1,2\nb,1,0,3\nb,2,1,4", reason: "no_never_treated",
      words: "not_yet"),
    Case(
      specification:
        #"{"estimator":"goodman_bacon","y":"y","unit":"firm","time":"period","treatment":"D"}"#,
      csv: "firm,period,D,y\na,1,0,1\na,2,1,2\na,3,0,2\nb,1,0,3\nb,2,0,4\nb,3,0,4",
      reason: "treatment_switches_off", words: "1 units"),
  ]

  @Test(arguments: cases) func aBadStudyIsRefusedWithItsReason(_ bad: Case) {
    let result = Study.run(
      specification: Data(bad.specification.utf8), csv: Data(bad.csv.utf8))

    #expect(result.status == .rejected)
    #expect(result.verdict == nil)
    #expect(result.refusal?.reason == bad.reason)
    #expect(result.refusal?.message.contains(bad.words) == true)
    #expect(result.numbers == nil)
  }

  @Test(arguments: [("ever_started", 12), ("drop_from_exit", 10)])
  func aTreatmentThatEndsIsRecodedOnRequest(_ rule: String, _ rows: Int) {
    var lines = ["firm,period,D,y"]
    for firm in 1...3 {
      for period in 1...4 {
        let isTreated = firm == 1 && period == 2 || firm == 2 && period >= 3
        lines.append("\(firm),\(period),\(isTreated ? 1 : 0),\(firm * period % 5)")
      }
    }
    let specification =
      #"{"estimator":"imputation_bjs","y":"y","unit":"firm","time":"period","treatment":"D","switch_off":""#
      + rule + "\"}"

    let result = Study.run(
      specification: Data(specification.utf8), csv: Data(lines.joined(separator: "\n").utf8))

    #expect(result.rows == rows)
    #expect(result.warnings.contains(.treatmentSwitchesOff))
  }

  @Test func quotedFieldsMayHoldCommasAndMarks() throws {
    let csv = "name,y\r\n\"a, \"\"b\"\"\",1\r\nc,\r\n"

    let table = try Table(csv: Data(csv.utf8), wanted: nil)

    guard case .text(let names) = try table.column("name") else {
      Issue.record("the names are no text")
      return
    }
    #expect(names == ["a, \"b\"", "c"])
    #expect(try table.numbers("y")[0] == 1)
    #expect(try table.numbers("y")[1].isNaN)
  }

  @Test(arguments: [
    "0.1", "-3.25e-7", "12345678901234567890.5", "2.2250738585072014e-308", "1e22", "+7", ".5",
    "0.30000000000000004", "5.",
  ])
  func numbersAreReadCorrectlyRounded(_ text: String) throws {
    let table = try Table(csv: Data("x\n\(text)\n".utf8), wanted: nil)

    #expect(try table.numbers("x") == [strtod(text, nil)])
  }

  @Test(arguments: ["nan", "inf", "0x10", "1e", "1 2", "--1", "e5", "."])
  func whatIsNoNumberIsRefused(_ text: String) throws {
    let table = try Table(csv: Data("x\n\(text)\n".utf8), wanted: nil)

    #expect(throws: StudyRefusal.self) { try table.numbers("x") }
  }
}
