import ArgumentParser
import Localization

/// What every operation takes beside its input.
struct CallOptions: ParsableArguments {
  @Option(name: .long, help: Help.format)
  var format: OutputFormat?

  @Option(name: .long, help: Help.language, completion: .list(["vi", "en"]))
  var language: String?

  @Option(name: .long, help: Help.url)
  var url: String?

  @Option(name: .long, help: Help.input, completion: .file(extensions: ["json"]))
  var input: String?

  @Flag(name: .long, help: Help.yes)
  var yes = false

  @Flag(name: .long, help: Help.all)
  var all = false

  @Option(name: .long, help: Help.ifMatch)
  var ifMatch: String?

  @Option(name: .long, help: Help.idempotencyKey)
  var idempotencyKey: String?

  static let names: Set<String> = [
    "format", "language", "url", "input", "yes", "all", "if-match", "idempotency-key", "help",
  ]

  private enum Help {
    static var words: Words { Invocation.words }
    static var format: ArgumentHelp { .init(stringLiteral: words["cli.option_format"]) }
    static var language: ArgumentHelp { .init(stringLiteral: words["cli.option_language"]) }
    static var url: ArgumentHelp { .init(stringLiteral: words["cli.option_url"]) }
    static var input: ArgumentHelp { .init(stringLiteral: words["cli.option_input"]) }
    static var yes: ArgumentHelp { .init(stringLiteral: words["cli.option_yes"]) }
    static var all: ArgumentHelp { .init(stringLiteral: words["cli.option_all"]) }
    static var ifMatch: ArgumentHelp { .init(stringLiteral: words["cli.option_if_match"]) }
    static var idempotencyKey: ArgumentHelp {
      .init(stringLiteral: words["cli.option_idempotency_key"])
    }
  }
}
