import ArgumentParser
import Localization
import Workforce
import WorkforceServer

/// Prints the description of the API, as `/v1/openapi.json` serves it.
struct DescribeAPI: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "openapi", abstract: Invocation.words["cli.openapi"])
  }

  mutating func run() throws {
    let document = OpenAPIDocument(
      registry: try Registry.all(), words: Words(Invocation.language))
    Terminal.write(String(decoding: try document.json(), as: UTF8.self) + "\n")
  }
}
