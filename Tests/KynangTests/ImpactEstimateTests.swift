import Econometrics
import Foundation
import Localization
import Testing

@testable import kynang

/// `kynang impact estimate`, the real program on the reference studies.
@Suite struct ImpactEstimateTests {
  /// The scale studies name a generator instead of a file.
  static let studies = ReferenceStudies.names.filter { !$0.hasPrefix("scale_") }

  @Test(arguments: studies)
  func aReferenceStudyIsPrintedDigitByDigit(_ name: String) async throws {
    let study = try ReferenceStudies.study(name)

    let answer = try await program().run(
      ["impact", "estimate", "--data", study.data.path, "--spec", "-", "--format", "json"],
      input: String(decoding: study.specification, as: UTF8.self))

    let result = Study.run(
      specification: study.specification, csv: try Data(contentsOf: study.data))
    #expect(answer.output == String(decoding: try result.json(), as: UTF8.self) + "\n")
    #expect(answer.exitCode == 0, "\(answer.errors)")
  }

  @Test func optionsSayWhatASpecificationSays() async throws {
    let study = try ReferenceStudies.study("mpdta_cs_uncond_dr_not_yet_universal_ant0")

    let answer = try await program().run([
      "impact", "estimate", "--data", study.data.path, "--outcome", "lemp", "--unit",
      "countyreal", "--period", "year", "--first-treated", "first_treat", "--method", "dr",
      "--format", "json",
    ])

    let result = Study.run(
      specification: study.specification, csv: try Data(contentsOf: study.data))
    #expect(answer.output == String(decoding: try result.json(), as: UTF8.self) + "\n")
  }

  @Test func theMethodMayNameTheEstimator() async throws {
    let study = try ReferenceStudies.study("mpdta_imputation_bjs")

    let answer = try await program().run([
      "impact", "estimate", "--data", study.data.path, "--outcome", "lemp", "--unit",
      "countyreal", "--period", "year", "--first-treated", "first_treat", "--method",
      "imputation_bjs", "--format", "json",
    ])

    #expect(answer.output.contains("\"estimator\" : \"imputation_bjs\""))
  }

  @Test func aPersonReadsTheAnswerItsBasisAndItsInterval() async throws {
    let study = try ReferenceStudies.study("mpdta_cs_uncond_dr_not_yet_universal_ant0")
    let arguments = ["impact", "estimate", "--data", study.data.path, "--spec", "-"]

    let vietnamese = try await program().run(arguments, input: study.text)
    let english = try await program().run(arguments + ["--language", "en"], input: study.text)

    #expect(vietnamese.output.hasPrefix("Có tác động: sau first_treat, lemp thấp hơn 0,0305"))
    #expect(vietnamese.output.contains("khoảng tin cậy 95\u{A0}% từ −0,0552 đến −0,0057"))
    #expect(english.output.contains("191 treated units"))
    #expect(english.output.contains("reportable"))
    #expect(english.output.contains("Not rejected does not mean parallel"))
  }

  /// Holzer, Block, Cheatham and Knott (1993), as Wooldridge's textbooks print it: grant −.252 and
  /// a year later −.422, with classical errors .151 and .210.
  @Test func theJobTrainingExampleGivesTheTextbookAndWithholdsItsConclusion() async throws {
    let folder = ReferenceStudies.root.appending(path: "docs/examples/jtrain")
    let arguments = [
      "impact", "estimate", "--data", folder.appending(path: "jtrain.csv").path, "--spec",
      folder.appending(path: "scrap.json").path,
    ]

    let json = try await program().run(arguments + ["--format", "json"])
    let read = try await program().run(arguments + ["--language", "en"])

    let result = try JSONDecoder().decode(StudyResult.self, from: Data(json.output.utf8))
    guard case .regression(let numbers) = result.numbers else {
      Issue.record("no regression")
      return
    }
    let terms = ["grant", "grant_1"]
    #expect(terms.map { rounded(numbers.coefficients[$0] ?? nil) } == [-0.252, -0.422])
    #expect(terms.map { rounded(numbers.iid[$0] ?? nil) } == [0.151, 0.210])
    #expect(result.status == .reportable)
    #expect(result.verdict == .inconclusive)
    #expect(read.output.hasPrefix("Not enough evidence: the data do not tell whether grant"))
  }

  private func rounded(_ value: Double?) -> Double? {
    value.map { ($0 * 1000).rounded() / 1000 }
  }

  @Test func whatIsMissingIsCounted() async throws {
    let study = try ReferenceStudies.study("ri_small_cr2")

    let answer = try await program().run(
      ["impact", "estimate", "--data", study.data.path, "--spec", "-", "--language", "en"],
      input: study.text)

    #expect(answer.output.contains("at least 2 more treated units are missing"))
  }
}

/// Studies and data that cannot be estimated.
@Suite struct ImpactRefusalTests {
  @Test(arguments: [
    (
      "firm,year,y,g\na,1,1,0\na,1,2,0\nb,1,1,2\n", [String](),
      "Firm-periods that appear more than once: 1. Keep one row of each:\n  a, 1\n"
    ),
    (
      "firm,year,y,g\na,1,1,0\nb,1,x,2\n", [], "Line 3, column y: \"x\" is not a number.\n"
    ),
    (
      "firm,yaer,y,g\na,1,1,0\n", [], "There is no column year. Did you mean: yaer?\n"
    ),
    (
      "firm,year,y,g\na,1,1,\na,2,1,\nb,1,1,2\n", [],
      "Units without an adoption date: 1. Give a date, or the code for never (never_code):\n  a\n"
    ),
    (
      "firm,year,y,g\na,1,1\n", [], "Line 2: 3 fields where the header names 4.\n"
    ),
    (
      "firm,year,y,g\na,1,1,0\n", ["--comparison", "nobody"],
      "control: \"nobody\" is none of \"not_yet\", \"never\".\n"
    ),
    (
      "firm,year,y,g\na,1,1,0\n", ["--field", "antcipation=1"],
      "callaway_santanna takes no field antcipation. Did you mean: anticipation?\n"
    ),
  ])
  func whatIsWrongIsSaidWithItsPlace(
    _ csv: String, more: [String], sentence: String
  ) async throws {
    let answer = try await program().run(
      [
        "impact", "estimate", "--data", "-", "--outcome", "y", "--unit", "firm", "--period",
        "year", "--first-treated", "g", "--language", "en",
      ] + more, input: csv)

    #expect(answer.errors == sentence)
    #expect(answer.output == "")
    #expect(answer.exitCode == 65)
  }

  @Test func aTreatmentThatSwitchesOffIsRefusedWithItsUnits() async throws {
    let csv = "firm,year,y,d\na,1,1,1\na,2,1,0\nb,1,1,0\nb,2,2,0\n"

    let answer = try await program().run(
      [
        "impact", "estimate", "--data", "-", "--outcome", "y", "--unit", "firm", "--period",
        "year", "--treated", "d", "--format", "json",
      ], input: csv)

    #expect(answer.output.contains("\"reason\" : \"treatment_switches_off\""))
    #expect(answer.errors.hasPrefix("Việc tham gia trở lại 0 ở 1 đơn vị"))
    #expect(answer.errors.hasSuffix("\n  a\n"))
    #expect(answer.exitCode == 65)
  }

  @Test func aFileThatIsNotThereHasItsOwnExitCode() async throws {
    let answer = try await program().run(
      ["impact", "estimate", "--data", "/no/such.csv", "--outcome", "y"])

    #expect(answer.exitCode == 66)
  }

  /// The estimators say what is wrong in English; every sentence of theirs has its Vietnamese.
  @Test func everyProblemHasItsWords() throws {
    let missing = try ReferenceStudies.problems().filter {
      Invocation.words.ifPresent("impact.problem.\(RefusalDetail.name(of: $0))") == nil
    }

    #expect(missing == [])
  }
}

private func program() throws -> Program {
  try Program(url: "http://127.0.0.1:9")
}

/// The reference studies of the estimators, read where they stand in the repository.
private enum ReferenceStudies {
  struct Reference {
    let specification: Data
    let data: URL

    var text: String { String(decoding: specification, as: UTF8.self) }
  }

  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  private static let folder = root.appending(path: "Tests/EconometricsTests/Vectors")

  static let names: [String] = {
    let files = FileManager.default.enumerator(
      at: folder.appending(path: "studies"), includingPropertiesForKeys: nil)
    let urls = files?.compactMap { $0 as? URL } ?? []
    return urls.map { $0.deletingPathExtension().lastPathComponent }.sorted()
  }()

  static func study(_ name: String) throws -> Reference {
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: folder.appending(path: "studies/\(name).json")))
    let vector = try #require(json as? [String: Any])
    let dataset = try #require(vector["dataset"] as? [String: Any])
    let csv = try #require(dataset["csv"] as? String)
    return Reference(
      specification: try JSONSerialization.data(
        withJSONObject: try #require(vector["spec"]), options: [.sortedKeys]),
      data: folder.appending(path: csv))
  }

  /// The patterns of the sentences in the sources that say what is wrong.
  static func problems() throws -> [String] {
    let sources = root.appending(path: "Sources/Econometrics")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    var patterns: [String] = []
    let thrown =
      /\.(?:invalidField\(\s*[\w"]+,|malformedData\(\s*line: [^,]+,|noRows\(|notConverged\(|malformedSpecification\()\s*"((?:[^"\\]|\\.)*)"/
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift" else { continue }
      let text = try String(contentsOf: file, encoding: .utf8)
      for match in text.matches(of: thrown) {
        let sentence = String(match.1)
        patterns.append(
          sentence.replacing(/\\\([^)]*\)/, with: "{{1}}").replacing("\\\"", with: "\""))
      }
    }
    try #require(patterns.count > 40)
    return patterns
  }
}
