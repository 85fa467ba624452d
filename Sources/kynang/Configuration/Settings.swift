import Configuration
import Foundation
import Localization
import SystemPackage

/// What was said of the settings: a flag wins over the environment, the environment over the file.
struct Settings: Sendable {
  enum Origin: String, Sendable {
    case flag, environment, file, fallback
  }

  struct Found: Sendable {
    let content: ConfigContent
    let origin: Origin
  }

  private let sources: [(origin: Origin, provider: any ConfigProvider)]
  private let words: Words

  /// - Parameter file: a JSON file; nil asks `KYNANG_CONFIGURATION`, and none is fine.
  init(
    flags: [SettingName: ConfigValue], environment: [String: String], file: String?, words: Words
  ) async throws {
    self.words = words
    var ours: [String: String] = [:]
    for (name, value) in environment where name.hasPrefix("KYNANG_") && !value.isEmpty {
      ours[String(name.dropFirst("KYNANG_".count))] = value
    }
    var sources: [(Origin, any ConfigProvider)] = [
      (
        .flag,
        InMemoryProvider(
          values: Dictionary(uniqueKeysWithValues: flags.map { ($0.key.key, $0.value) }))
      ),
      (.environment, EnvironmentVariablesProvider(environmentVariables: ours)),
    ]
    if let path = file ?? ours["CONFIGURATION"] {
      do {
        sources.append((.file, try await FileProvider<JSONSnapshot>(filePath: FilePath(path))))
      } catch {
        throw CommandFailure(
          words["running.configuration_unreadable", ["path": path]], ExitCodes.noInput)
      }
    }
    self.sources = sources.map { (origin: $0.0, provider: $0.1) }
  }

  /// The value that holds, and who said so; nil when nobody did and there is no fallback.
  func found(_ name: SettingName) throws -> Found? {
    for source in sources {
      if let content = try content(name.key, name.type, name, source.provider) {
        return Found(content: content, origin: source.origin)
      }
      if name.isSecret,
        case .string(let path)? = try content(name.fileKey, .string, name, source.provider)
      {
        return Found(content: .string(try secret(at: path, for: name)), origin: source.origin)
      }
    }
    return name.fallback.map { Found(content: $0, origin: .fallback) }
  }

  func text(_ name: SettingName) throws -> String? {
    switch try found(name)?.content {
    case .string(let text): text
    default: nil
    }
  }

  func number(_ name: SettingName, _ allowed: ClosedRange<Int>) throws -> Int {
    guard case .int(let number)? = try found(name)?.content, allowed.contains(number) else {
      throw CommandFailure(
        words[
          "running.setting_out_of_range",
          [
            "name": name.variable, "lowest": "\(allowed.lowerBound)",
            "highest": "\(allowed.upperBound)",
          ]], ExitCodes.usage)
    }
    return number
  }

  func isOn(_ name: SettingName) throws -> Bool {
    switch try found(name)?.content {
    case .bool(let isOn): isOn
    default: false
    }
  }

  /// One of the cases of an enumeration of texts.
  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: SettingName, _ type: Choice.Type
  ) throws -> Choice where Choice.RawValue == String {
    guard let text = try text(name), let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw CommandFailure(
        words["running.setting_not_a_choice", ["name": name.variable, "choices": known]],
        ExitCodes.usage)
    }
    return choice
  }

  private func content(
    _ key: AbsoluteConfigKey, _ type: ConfigType, _ name: SettingName,
    _ provider: any ConfigProvider
  ) throws -> ConfigContent? {
    do {
      return try provider.value(forKey: key, type: type).value?.content
    } catch {
      // The error would repeat the value.
      throw CommandFailure(
        words["running.setting_malformed", ["name": name.variable]], ExitCodes.usage)
    }
  }

  private func secret(at path: String, for name: SettingName) throws -> String {
    do {
      return try String(contentsOfFile: path, encoding: .utf8)
        .trimmingCharacters(in: .whitespacesAndNewlines)
    } catch {
      throw CommandFailure(
        words["running.secret_unreadable", ["name": name.variable, "path": path]],
        ExitCodes.noInput)
    }
  }
}
