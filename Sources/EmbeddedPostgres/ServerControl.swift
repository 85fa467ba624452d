import Foundation

/// Starts, stops and asks the server of a folder, by PostgreSQL's own `pg_ctl`.
struct ServerControl: Sendable {
  let folder: ClusterFolder
  let binaries: Binaries

  var isRunning: Bool {
    get async throws {
      guard FileManager.default.fileExists(atPath: "\(folder.data)/postmaster.pid") else {
        return false
      }
      // A file left by a crash names a process that is gone, or is not a server.
      return try await control(["status", "-D", folder.data]).code == 0
    }
  }

  /// Returns when it answers.
  func start() async throws {
    let outcome = try await control([
      "start", "-s", "-w", "-t", "120", "-D", folder.data, "-l", folder.log,
    ])
    guard outcome.code == 0 else {
      let log = try String(contentsOfFile: folder.log, encoding: .utf8)
      throw EmbeddedPostgresError.commandFailed(
        command: "pg_ctl start", output: String(log.suffix(2000)))
    }
  }

  func stop() async throws {
    try await Command(binaries.path("pg_ctl"), as: folder.user).succeed([
      "stop", "-s", "-w", "-t", "60", "-m", "fast", "-D", folder.data,
    ])
  }

  /// Where a running server listens, once it answers: the fifth and the eighth line of its file,
  /// which `pg_ctl -w` reads too. One started before may have another folder than ours.
  var readySocketFolder: String? {
    get throws {
      let path = "\(folder.data)/postmaster.pid"
      let lines = try String(contentsOfFile: path, encoding: .utf8).split(
        separator: "\n", omittingEmptySubsequences: false)
      guard lines.count > 7, lines[7].hasPrefix("ready"), !lines[4].isEmpty else { return nil }
      return String(lines[4])
    }
  }

  private func control(_ arguments: [String]) async throws -> Command.Outcome {
    try await Command(binaries.path("pg_ctl"), as: folder.user).run(arguments)
  }
}
