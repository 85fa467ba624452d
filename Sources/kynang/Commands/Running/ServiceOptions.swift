import ArgumentParser
import Configuration
import Foundation
import Localization

/// Options of every command that reads settings.
struct SettingOptions: ParsableArguments {
  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_configuration"]))
  var configuration: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_log_level"]))
  var logLevel: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_log_format"]))
  var logFormat: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["cli.option_language"]))
  var language: String?

  func settings(adding flags: [SettingName: ConfigValue]) async throws -> Settings {
    var all = flags
    if let logLevel { all[.logLevel] = .text(logLevel) }
    if let logFormat { all[.logFormat] = .text(logFormat) }
    return try await Settings(
      flags: all, environment: ProcessInfo.processInfo.environment, file: configuration,
      words: Invocation.words)
  }
}

/// Options of the commands that listen.
struct ListenOptions: ParsableArguments {
  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_host"]))
  var host: String?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_port"]))
  var port: Int?

  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_public_url"]))
  var publicURL: String?

  var flags: [SettingName: ConfigValue] {
    var flags: [SettingName: ConfigValue] = [:]
    if let host { flags[.host] = .text(host) }
    if let port { flags[.port] = ConfigValue(.int(port), isSecret: false) }
    if let publicURL { flags[.publicUrl] = .text(publicURL) }
    return flags
  }
}

/// Where the private database is kept.
struct DataOptions: ParsableArguments {
  @Option(name: .long, help: .init(stringLiteral: Invocation.words["running.option_data"]))
  var data: String?

  var flags: [SettingName: ConfigValue] {
    data.map { [.data: .text(NSString(string: $0).expandingTildeInPath)] } ?? [:]
  }
}

extension ConfigValue {
  static func text(_ text: String) -> ConfigValue { ConfigValue(.string(text), isSecret: false) }
}
