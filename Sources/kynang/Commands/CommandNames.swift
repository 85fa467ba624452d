import ArgumentParser
import Foundation
import Localization

/// Finds a mistyped noun or verb before the parser, which would only call it unexpected.
enum CommandNames {
  /// Throws a usage failure that suggests what may have been meant.
  static func check(_ arguments: [String]) throws(CommandFailure) {
    guard let noun = arguments.first, !noun.hasPrefix("-"), noun != "help" else { return }
    let commands = Root.configuration.subcommands
    guard let command = commands.first(where: { $0.name == noun }) else {
      throw unknown(noun, after: "", among: commands.map { $0.name })
    }
    try check(arguments.dropFirst(), of: command, called: noun)
  }

  private static func check(
    _ arguments: ArraySlice<String>, of command: any ParsableCommand.Type, called name: String
  ) throws(CommandFailure) {
    let verbs = command.configuration.subcommands
    guard !verbs.isEmpty, let verb = arguments.first, !verb.hasPrefix("-"), verb != "help" else {
      return
    }
    guard let next = verbs.first(where: { $0.name == verb }) else {
      throw unknown(verb, after: "\(name) ", among: verbs.map { $0.name })
    }
    try check(arguments.dropFirst(), of: next, called: "\(name) \(verb)")
  }

  /// - Parameter before: the words that stand in front of the mistyped one.
  private static func unknown(
    _ name: String, after before: String, among known: [String]
  ) -> CommandFailure {
    let words = Invocation.words
    var lines = [words["cli.unknown_command", ["name": before + name]]]
    // Of a short word, half of it being another says nothing.
    let near = known.filter { word in
      let distance = distance(word, name)
      return distance <= max(2, name.count / 4) && distance * 2 <= max(word.count, name.count)
    }.sorted { (distance($0, name), $0) < (distance($1, name), $1) }
    if !near.isEmpty {
      let names = near.prefix(3).map { before + $0 }.joined(separator: ", ")
      lines.append(words["cli.did_you_mean", ["names": names]])
    }
    return CommandFailure(lines: lines, exitCode: ExitCodes.usage)
  }

  /// Edits between two words. Source: Levenshtein (1966).
  static func distance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var row = Array(0...target.count)
    for (line, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = line + 1
      for column in target.indices {
        let above = row[column + 1]
        let replaced = diagonal + (character == target[column] ? 0 : 1)
        row[column + 1] = min(replaced, above + 1, row[column] + 1)
        diagonal = above
      }
    }
    return row[target.count]
  }
}

extension ParsableCommand {
  static var name: String { configuration.commandName ?? _commandName }
}
