import Configuration
import Foundation
import Localization
import Logging
import Testing

@testable import kynang

struct SettingsTests {
  @Test func aFlagWinsOverTheEnvironmentAndThatOverTheFile() async throws {
    let settings = try await settings(
      flags: [.port: ConfigValue(.int(1), isSecret: false)],
      environment: ["KYNANG_PORT": "2", "KYNANG_HOST": "0.0.0.0"],
      file: #"{"port": 3, "host": "::1", "logLevel": "debug"}"#)

    #expect(try settings.number(.port, 0...9) == 1)
    #expect(try settings.text(.host) == "0.0.0.0")
    #expect(try settings.text(.logLevel) == "debug")
    #expect(try settings.found(.logFormat)?.origin == .fallback)
  }

  @Test func aSecretIsReadFromTheFileThatTheEnvironmentNames() async throws {
    let path = try written("postgres://someone:secret@host/kynang\n")
    let settings = try await settings(
      flags: [:], environment: ["KYNANG_DATABASE_URL_FILE": path], file: nil)

    #expect(try settings.text(.databaseUrl) == "postgres://someone:secret@host/kynang")
  }

  @Test(arguments: [("KYNANG_PORT", "70x0"), ("KYNANG_LOG_REQUESTS", "70x0")])
  func aMalformedSettingIsNamedAndItsValueIsNotRepeated(
    name: String, value: String
  ) async throws {
    let settings = try await settings(flags: [:], environment: [name: value], file: nil)

    let failure = try #require(throws: CommandFailure.self) {
      _ = try settings.number(.port, 0...9)
      _ = try settings.isOn(.logRequests)
      _ = try settings.found(.port)
    }

    #expect(failure.lines.joined().contains("KYNANG_"))
    #expect(!failure.lines.joined().contains(value))
    #expect(failure.exitCode == 64)
  }

  @Test func aNumberOutsideItsRangeIsRefused() async throws {
    let settings = try await settings(
      flags: [:], environment: ["KYNANG_WRITE_CONNECTIONS": "0"], file: nil)

    #expect(throws: CommandFailure.self) { try settings.number(.writeConnections, 1...256) }
  }

  @Test func anUnreadableFileOfSettingsIsRefused() async throws {
    await #expect(throws: CommandFailure.self) {
      try await settings(flags: [:], environment: [:], file: "{")
    }
  }

  @Test func namesOfVariablesFollowFromKeys() {
    #expect(SettingName.migrationDatabaseUrl.variable == "KYNANG_MIGRATION_DATABASE_URL")
  }

  @Test(arguments: SettingName.allCases)
  func everySettingIsExplainedInBothLanguages(name: SettingName) {
    for language in Language.allCases {
      #expect(Words(language).ifPresent("running.setting_\(name.rawValue)") != nil)
    }
  }

  @Test func aLineOfTheLogIsOneObject() throws {
    let line = JSONLogHandler.line(
      "it \"works\"", level: .info, label: "test", at: Date(timeIntervalSince1970: 0),
      ["count": "3"])

    let object = try JSONDecoder().decode([String: String].self, from: line)

    #expect(object["message"] == "it \"works\"")
    #expect(object["at"] == "1970-01-01T00:00:00.000Z")
    #expect(object["count"] == "3")
    #expect(line.last == 0x0A)
  }

  private func settings(
    flags: [SettingName: ConfigValue], environment: [String: String], file: String?
  ) async throws -> Settings {
    try await Settings(
      flags: flags, environment: environment, file: try file.map(written), words: Words(.en))
  }

  private func written(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + "kynang-settings-\(UUID().uuidString)"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }
}
