import Foundation
import Localization

/// What surrounds this run of the program. The language is needed for help, before anything is parsed.
enum Invocation {
  static let words = Words(language)

  static let language = chosenLanguage(
    arguments: CommandLine.arguments, environment: ProcessInfo.processInfo.environment)

  /// `--language`, else KYNANG_LANGUAGE, else the locale; Vietnamese where nothing is said.
  static func chosenLanguage(
    arguments: [String], environment: [String: String]
  ) -> Language {
    for (index, argument) in arguments.enumerated() {
      if argument == "--language", index + 1 < arguments.count,
        let language = Language(tag: arguments[index + 1])
      {
        return language
      }
      if argument.hasPrefix("--language="),
        let language = Language(tag: argument.dropFirst("--language=".count))
      {
        return language
      }
    }
    let variables = ["KYNANG_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
    guard let locale = variables.lazy.compactMap({ environment[$0] }).first(where: { !$0.isEmpty })
    else { return .vi }
    return Language(tag: locale) ?? .en
  }
}
