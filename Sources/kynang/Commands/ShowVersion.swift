import ArgumentParser
import Localization

/// `kynang version`, and `kynang --version` by itself: a noun may have an option of that name.
struct ShowVersion: ParsableCommand {
  /// Raised together with a heading of CHANGELOG.md.
  static let number = "0.1.0-dev"

  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "version", abstract: Invocation.words["cli.version"])
  }

  func run() {
    Terminal.write("kynang \(Self.number)\n")
  }
}
