import ArgumentParser
import Foundation
import Localization
import Workforce

/// Runs the service on a database of one's own.
struct Serve: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "serve", abstract: Invocation.words["running.serve"],
      discussion: Invocation.words["running.serve_discussion"])
  }

  @OptionGroup var options: SettingOptions
  @OptionGroup var listening: ListenOptions

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(adding: listening.flags)
    guard let conninfo = try settings.conninfo(.databaseUrl, words) else {
      throw CommandFailure(
        words["running.no_database", ["name": SettingName.databaseUrl.variable]],
        ExitCodes.usage)
    }
    try ListeningAddress.check(settings, words)
    let logger = try settings.startLogging()
    let service = RunningService(settings: settings, logger: logger)
    try await RunningFailure.explained(words) {
      try await service.run(conninfo) { _ in
        { Terminal.write(words["running.listening", ["url": $0]] + "\n") }
      }
    }
  }
}
