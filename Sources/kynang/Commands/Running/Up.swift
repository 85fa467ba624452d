import ArgumentParser
import Foundation
import Localization
import Logging
import Synchronization
import Workforce

/// From nothing to a running service: a private database, its schema, reference data, a demo or the
/// first administrator, HTTP.
struct Up: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "up", abstract: Invocation.words["running.up"],
      discussion: Invocation.words["running.up_discussion"])
  }

  @OptionGroup var options: SettingOptions
  @OptionGroup var listening: ListenOptions
  @OptionGroup var data: DataOptions

  @Flag(
    name: [.long, .customLong("no-demo")],
    help: .init(stringLiteral: Invocation.words["running.option_empty"]))
  var empty = false

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_firms"]))
  var firms = DemoSize.quick

  @Flag(name: .long, help: .init(stringLiteral: Invocation.words["running.option_new_passwords"]))
  var newPasswords = false

  func validate() throws {
    try DemoSize.check(firms)
  }

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(
      adding: listening.flags.merging(data.flags) { $1 })
    try ListeningAddress.check(settings, words)
    let logger = try settings.startLogging()
    let folder = try DataFolder(settings, environment: ProcessInfo.processInfo.environment)
    let installation = Installation(
      isEmpty: empty, firms: firms, renewsPasswords: newPasswords, words: words, logger: logger)
    try await RunningFailure.explained(words) {
      let database = try await Preparation.run(logger: logger) {
        try await PrivateDatabase.start(in: folder, logger: logger)
      }
      do {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask { await database.keepRunning() }
          defer { group.cancelAll() }
          try await serve(database, installation, settings, logger)
        }
      } catch {
        try await database.stop()
        throw error
      }
      try await database.stop()
    }
  }

  private func serve(
    _ database: PrivateDatabase, _ installation: Installation, _ settings: Settings,
    _ logger: Logger
  ) async throws {
    try await Preparation.run(logger: logger) { try await database.prepare(logger: logger) }
    let service = RunningService(settings: settings, logger: logger)
    try await service.run(database.conninfo) { app in
      let welcome = try await Preparation.run(logger: logger) {
        try await installation.prepare(app, ownerConninfo: database.ownerConninfo)
      }
      return { address in
        Terminal.write(welcome.text(address: address, installation.words))
      }
    }
  }
}
