import ArgumentParser
import Localization

/// Whether training moved the indicators of firms: `kynang impact …`.
struct Impact: ParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "impact", abstract: Invocation.words["cli.impact"],
      subcommands: [EstimateImpact.self] + NounCommands.grouped("study"))
  }
}
