import ArgumentParser
import Localization

/// Commands of its own, and one command per noun of the registry.
struct Root: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    let words = Invocation.words
    return CommandConfiguration(
      commandName: "kynang", abstract: words["cli.abstract"],
      discussion: words["cli.discussion"],
      subcommands: Running.commands + [SignIn.self, EnterInvitation.self, SignOut.self]
        + [Impact.self, DescribeAPI.self, ShowVersion.self] + NounCommands.all)
  }
}
