import ArgumentParser
import Foundation
import Localization

/// Loads rows that ship with the release into a database of one's own.
struct Seed: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "seed", abstract: Invocation.words["running.seed"],
      subcommands: [SeedReference.self, SeedDemo.self])
  }
}

/// Places, sectors, frameworks, levels and rules.
struct SeedReference: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "reference", abstract: Invocation.words["running.seed_reference"])
  }

  @OptionGroup var options: SettingOptions

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(adding: [:])
    let logger = try settings.startLogging()
    let conninfo = try settings.ownerConninfo(words)
    let changed = try await RunningFailure.explained(words) {
      try await OwnerConnection.with(conninfo, logger: logger) { try await $0.loadReferenceData() }
    }
    Terminal.write(words["running.seeded_reference", ["count": words.number(changed)]] + "\n")
  }
}

/// An invented province with people, courses, marks and levels.
struct SeedDemo: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(commandName: "demo", abstract: Invocation.words["running.seed_demo"])
  }

  @OptionGroup var options: SettingOptions

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_firms"]))
  var firms = DemoSize.usual

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_seed"]))
  var seed = DemoSize.seed

  func validate() throws {
    try DemoSize.check(firms)
  }

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(adding: [:])
    let logger = try settings.startLogging()
    let (firms, seed) = (firms, seed)
    let signIns = try await RunningFailure.explained(words) {
      try await OwnerConnection.with(try settings.ownerConninfo(words), logger: logger) { owner in
        try await owner.loadDemo(firms: firms, seed: seed, words)
      }
    }
    if signIns.isEmpty {
      Terminal.write(words["running.demo_there_already"] + "\n")
    } else {
      Terminal.write(
        SignInLine.table(signIns, words) + "\n" + words["running.passwords_shown"] + "\n")
    }
  }
}
