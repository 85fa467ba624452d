import Foundation

/// The programs of one PostgreSQL installation.
struct Binaries: Sendable {
  let folder: String
  let majorVersion: Int

  static let oldestVersion = 15

  func path(_ program: String) -> String { "\(folder)/\(program)" }

  /// The newest, or the one of the version that made the data.
  static func find(version wanted: Int?) async throws -> Binaries {
    var found: [Binaries] = []
    for folder in try await candidates() {
      if let version = try await version(in: folder) {
        found.append(Binaries(folder: folder, majorVersion: version))
      }
    }
    let usable = found.filter { $0.majorVersion >= oldestVersion }
    if let wanted {
      guard let match = usable.first(where: { $0.majorVersion == wanted }) else {
        throw EmbeddedPostgresError.versionMissing(wanted: wanted)
      }
      return match
    }
    guard let newest = usable.max(by: { $0.majorVersion < $1.majorVersion }) else {
      throw EmbeddedPostgresError.binariesNotFound
    }
    return newest
  }

  private static func candidates() async throws -> [String] {
    var folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
      .map(String.init)
    for (parent, prefix) in [
      ("/usr/lib/postgresql", ""), ("/usr", "pgsql-"), ("/usr/local", "pgsql"),
      ("/opt/homebrew/opt", "postgresql@"),
    ] where FileManager.default.fileExists(atPath: parent) {
      folders += try FileManager.default.contentsOfDirectory(atPath: parent)
        .filter { $0.hasPrefix(prefix) }.map { "\(parent)/\($0)/bin" }
    }
    // A folder of links may hold some of the programs only.
    return folders.map { folder in
      URL(fileURLWithPath: "\(folder)/postgres").resolvingSymlinksInPath()
        .deletingLastPathComponent().path
    }.filter { folder in
      ["postgres", "initdb", "pg_ctl"].allSatisfy {
        FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)")
      }
    }
  }

  /// `postgres (PostgreSQL) 15.18 (Debian …)` → 15.
  private static func version(in folder: String) async throws -> Int? {
    let outcome = try await Command("\(folder)/postgres").run(["--version"])
    guard outcome.code == 0 else { return nil }
    return outcome.output.split(separator: " ").lazy
      .compactMap { Int($0.prefix { $0.isNumber }) }.first
  }
}
