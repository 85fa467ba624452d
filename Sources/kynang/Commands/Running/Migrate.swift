import ArgumentParser
import Foundation
import Localization

/// Brings the schema of a database of one's own to this release.
struct Migrate: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "migrate", abstract: Invocation.words["running.migrate"],
      discussion: Invocation.words["running.migrate_discussion"])
  }

  @OptionGroup var options: SettingOptions

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(adding: [:])
    let logger = try settings.startLogging()
    let conninfo = try settings.ownerConninfo(words)
    let applied = try await RunningFailure.explained(words) {
      try await OwnerConnection.with(conninfo, logger: logger) { try await $0.migrate() }
    }
    for name in applied { Terminal.write("\(name)\n") }
    Terminal.write(
      words[applied.isEmpty ? "running.migrated_already" : "running.migrated"] + "\n")
  }
}

extension Settings {
  /// The owner's connection string, or the application's where one login is both.
  func ownerConninfo(_ words: Words) throws -> String {
    if let conninfo = try conninfo(.migrationDatabaseUrl, words) ?? conninfo(.databaseUrl, words) {
      return conninfo
    }
    throw CommandFailure(
      words[
        "running.no_database",
        ["name": SettingName.migrationDatabaseUrl.variable]], ExitCodes.usage)
  }

  /// A connection string. One without a single `=` would be taken for the name of a database of this
  /// machine.
  func conninfo(_ name: SettingName, _ words: Words) throws -> String? {
    guard let text = try text(name) else { return nil }
    guard text.contains("=") || text.hasPrefix("postgres://") || text.hasPrefix("postgresql://")
    else {
      throw CommandFailure(
        words["running.database_address_malformed", ["name": name.variable]], ExitCodes.usage)
    }
    return text
  }
}
