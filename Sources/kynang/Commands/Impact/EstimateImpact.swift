import ArgumentParser
import Econometrics
import Foundation
import Localization

/// Estimates an effect on any panel from a file. It needs neither a server nor a database.
struct EstimateImpact: ParsableCommand {
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json
  }

  static var configuration: CommandConfiguration {
    let words = Invocation.words
    return CommandConfiguration(
      commandName: "estimate", abstract: words["cli.estimate"],
      discussion: words["cli.estimate_discussion"])
  }

  @Option(name: .long, help: CallOptions.help("estimate_data"), completion: .file())
  var data: String

  @Option(
    name: .long, help: CallOptions.help("estimate_spec"), completion: .file(extensions: ["json"]))
  var spec: String?

  @Option(name: .long, help: CallOptions.help("estimate_format"))
  var format: Format = .table

  @Option(name: .long, help: CallOptions.help("language"), completion: .list(["vi", "en"]))
  var language: String?

  @OptionGroup var flags: EstimateFlags

  mutating func run() throws {
    let words = Invocation.words
    let files = InputFiles(words: words)
    let json = try specification(files)
    let csv = try files.data(data)
    let (result, study, refusal) = Self.estimate(json, csv)
    switch format {
    case .json: Terminal.write(String(decoding: try result.json(), as: UTF8.self) + "\n")
    case .table:
      if let study { Terminal.write(EstimateReport(result, study, words: words).text) }
    }
    if let refusal {
      throw CommandFailure(
        lines: RefusalSentence(words: words).lines(refusal), exitCode: ExitCodes.input)
    }
  }

  /// The file as it is, unless options change it.
  private func specification(_ files: InputFiles) throws -> Data {
    let fields = try flags.fields(files.words)
    guard let spec else {
      guard !fields.isEmpty else {
        throw CommandFailure(files.words["cli.estimate_needs_spec"], ExitCodes.usage)
      }
      return try JSONSerialization.data(
        withJSONObject: flags.completed(fields), options: [.sortedKeys])
    }
    guard !fields.isEmpty else { return try files.data(spec) }
    let merged = try files.object(spec).merging(fields) { _, option in option }
    return try JSONSerialization.data(withJSONObject: merged, options: [.sortedKeys])
  }

  private static func estimate(
    _ json: Data, _ csv: Data
  ) -> (StudyResult, StudySpecification?, StudyRefusal?) {
    var study: StudySpecification?
    do throws(StudyRefusal) {
      let specification = try StudySpecification(json: json)
      study = specification
      let table = try Econometrics.Table(csv: csv, wanted: specification.columns)
      return (try Study.run(specification, on: table), specification, nil)
    } catch {
      return (StudyResult(refused: error, estimator: study?.estimator), nil, error)
    }
  }
}
