import Localization

/// What the parser says by itself, which it can in English alone: the frame of a help page, and what is
/// wrong with a call. Words of ours pass through.
struct ParserWords {
  let words: Words

  /// - Parameter message: as the parser wrote it.
  func said(_ message: String) -> String {
    guard words.language != .en else { return message }
    return message.split(separator: "\n", omittingEmptySubsequences: false)
      .map { line(String($0)) }.joined(separator: "\n")
  }

  private static let frames = [
    ("OVERVIEW: ", "cli.parser_overview"), ("USAGE: ", "cli.parser_usage"),
    ("ARGUMENTS:", "cli.parser_arguments"), ("OPTIONS:", "cli.parser_options"),
    ("SUBCOMMANDS:", "cli.parser_subcommands"), ("Usage: ", "cli.parser_usage_short"),
    ("Help: ", "cli.parser_help"),
  ]

  private func line(_ line: String) -> String {
    if line.hasPrefix("Error: ") {
      return words["cli.parser_error"] + sentence(String(line.dropFirst("Error: ".count)))
    }
    for (frame, key) in Self.frames where line.hasPrefix(frame) {
      return words[key] + line.dropFirst(frame.count)
    }
    if let see = line.wholeMatch(of: /\s+See '(.+)' for (more information|detailed help)\./) {
      let key = see.2 == "detailed help" ? "cli.parser_see_subcommand" : "cli.parser_see_command"
      return "  " + words[key, ["command": String(see.1)]]
    }
    return line.replacing("Show help information.", with: words["cli.parser_show_help"])
      .replacing("(default: ", with: "(\(words["cli.parser_default"]): ")
      .replacing("(values: ", with: "(\(words["cli.parser_values"]): ")
  }

  /// What is wrong, where its form is known; else as the parser says it.
  private func sentence(_ text: String) -> String {
    if let found = text.wholeMatch(of: /Unknown option '(.+?)'\. Did you mean '(.+?)'\?/) {
      return words[
        "cli.parser_unknown_option_near",
        ["option": String(found.1), "near": String(found.2)]]
    }
    if let found = text.wholeMatch(of: /Unknown option '(.+?)'/) {
      return words["cli.parser_unknown_option", ["option": String(found.1)]]
    }
    if let found = text.wholeMatch(of: /(?:\d+ u|U)nexpected arguments?: (.+)/) {
      return words["cli.parser_unexpected", ["argument": String(found.1)]]
    }
    if let found = text.wholeMatch(of: /Unexpected argument '(.+)'/) {
      return words["cli.parser_unexpected", ["argument": String(found.1)]]
    }
    if let found = text.wholeMatch(of: /Missing value for '(.+)'/) {
      return words["cli.parser_missing_value", ["option": String(found.1)]]
    }
    if let found = text.wholeMatch(of: /Missing expected argument '(.+)'/) {
      return words["cli.parser_missing_argument", ["argument": String(found.1)]]
    }
    return invalidValue(text) ?? text
  }

  private func invalidValue(_ text: String) -> String? {
    guard
      let found = text.prefixMatch(of: /The value '(.*?)' is invalid for '(.+?)'/)
    else { return nil }
    let named = ["value": String(found.1), "option": String(found.2)]
    guard let choices = text.firstMatch(of: /Please provide one of (.+)\./) else {
      return words["cli.parser_invalid_value", named]
    }
    let list = choices.1.replacing(" or ", with: ", ").replacing(" and ", with: ", ")
      .replacing("'", with: "")
    return words["cli.parser_invalid_choice", named.merging(["choices": String(list)]) { $1 }]
  }
}
