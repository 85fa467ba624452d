import ArgumentParser
import Localization
import Workforce

/// The operations of one noun: `kynang employee …`. Counted on past the last noun, the same noun stands
/// within a group of commands: the parser tells commands apart by their types.
struct NounCommand<At: Position>: ParsableCommand {
  static var configuration: CommandConfiguration {
    let words = Invocation.words
    let nouns = NounCommands.nouns
    let noun = nouns[At.value % nouns.count]
    let name = words.ifPresent("noun.\(noun)") ?? noun
    return CommandConfiguration(
      commandName: noun, abstract: words["cli.noun", ["noun": name]],
      subcommands: NounCommands.verbs(of: noun, isGrouped: At.value >= nouns.count))
  }
}

enum NounCommands {
  static let nouns = Set(KnownOperations.all.map(\.noun)).sorted()

  static let all: [any ParsableCommand.Type] = {
    func command<At: Position>(_ position: At.Type) -> any ParsableCommand.Type {
      NounCommand<At>.self
    }
    return nouns.indices.map { command(Positions.position($0)) }
  }()

  /// A noun within a group: `kynang impact study …`. Nothing when there is no such noun.
  static func grouped(_ noun: String) -> [any ParsableCommand.Type] {
    func command<At: Position>(_ position: At.Type) -> any ParsableCommand.Type {
      NounCommand<At>.self
    }
    return nouns.indices.filter { nouns[$0] == noun }
      .map { command(Positions.position(nouns.count + $0)) }
  }

  static func verbs(of noun: String, isGrouped: Bool) -> [any ParsableCommand.Type] {
    func command<At: Position>(_ position: At.Type) -> any ParsableCommand.Type {
      OperationCommand<At>.self
    }
    let first = isGrouped ? KnownOperations.all.count : 0
    return KnownOperations.all.enumerated().filter { $0.element.noun == noun }
      .map { command(Positions.position(first + $0.offset)) }
  }
}

/// The operations that there are commands for: all but those of somebody who has not signed in, whose
/// passwords and codes have no place among the options of a command. A check-in's codes are good for minutes.
enum KnownOperations {
  static let all: [Operation] = {
    do {
      return try Registry.all().operations.filter {
        $0.permission != .anyone || $0.noun == "check-in"
      }
    } catch {
      preconditionFailure("the registry cannot be described: \(error)")
    }
  }()

  static func named(_ name: String) -> Operation? {
    all.first { $0.name == name }
  }
}
