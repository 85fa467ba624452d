import ArgumentParser
import Configuration
import Foundation
import Localization

/// Prints what holds and who said so, without anything secret.
struct ShowConfiguration: AsyncParsableCommand {
  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: "configuration", abstract: Invocation.words["running.configuration"])
  }

  @OptionGroup var options: SettingOptions
  @OptionGroup var listening: ListenOptions
  @OptionGroup var data: DataOptions

  mutating func run() async throws {
    let words = Invocation.words
    let settings = try await options.settings(
      adding: listening.flags.merging(data.flags) { $1 })
    let rows = try SettingName.allCases.map { name in
      let found = try settings.found(name)
      return [
        name.variable, Self.shown(found?.content, isSecret: name.isSecret, words),
        found.map { words["running.origin_\($0.origin.rawValue)"] } ?? "",
        words["running.setting_\(name.rawValue)"],
      ]
    }
    let header = ["name", "value", "origin", "meaning"].map { words["running.column_\($0)"] }
    Terminal.write(
      Table.text(
        header: header, rows.map { $0.map { Cell(exact: $0) } }, columns: nil,
        hasColour: Terminal.hasColour))
  }

  private static func shown(_ content: ConfigContent?, isSecret: Bool, _ words: Words) -> String {
    guard let content else { return "–" }
    if isSecret { return words["running.secret_set"] }
    return switch content {
    case .string(let text): text
    case .int(let number): "\(number)"
    case .bool(let isOn): "\(isOn)"
    default: "\(content)"
    }
  }
}
