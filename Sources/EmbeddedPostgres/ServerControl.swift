import Foundation
import Glibc

/// Starts, stops and asks the server of a folder, by PostgreSQL's own `pg_ctl`.
struct ServerControl: Sendable {
  let folder: ClusterFolder
  let binaries: Binaries

  var isRunning: Bool {
    get async throws {
      guard let process = try lines.first.flatMap({ pid_t($0) }) else { return false }
      // As the first process of a container we inherit the server, and its remains.
      waitpid(process, nil, WNOHANG)
      if try isForeign(process) {
        unlink(processFile)
        return false
      }
      // A file left by a crash names a process that is gone.
      return try await control(["status", "-D", folder.data]).code == 0
    }
  }

  /// Whether there is a process of the server, told without starting one of our own.
  var seemsAlive: Bool {
    get throws {
      guard let process = try lines.first.flatMap({ pid_t($0) }) else { return false }
      waitpid(process, nil, WNOHANG)
      // It may belong to another user, whom we may not signal.
      return kill(process, 0) == 0 || errno == EPERM
    }
  }

  /// After a restart of the machine the number in the file may be another program's, for which
  /// PostgreSQL would refuse to start.
  private func isForeign(_ process: pid_t) throws -> Bool {
    let path = "/proc/\(process)/cmdline"
    guard FileManager.default.isReadableFile(atPath: path) else { return false }
    let words = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\0")
    return !words.isEmpty && !words.contains { $0 == folder.data }
  }

  private var processFile: String { "\(folder.data)/postmaster.pid" }

  /// Returns when it answers.
  ///
  /// Processes of a server that was killed may hold its shared memory for a moment longer, and no
  /// other may start until they have gone.
  func start() async throws {
    let deadline = ContinuousClock.now + .seconds(10)
    while true {
      let outcome = try await control([
        "start", "-s", "-w", "-t", "120", "-D", folder.data, "-l", folder.log,
      ])
      if outcome.code == 0 { return }
      if ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(500))
        continue
      }
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
      let lines = try lines
      guard lines.count > 7, lines[7].hasPrefix("ready"), Self.accepts("\(lines[4])/.s.PGSQL.5432")
      else { return nil }
      return lines[4]
    }
  }

  /// Of the file that a server keeps as long as it runs; none if there is no such file.
  private var lines: [String] {
    get throws {
      guard FileManager.default.fileExists(atPath: processFile) else { return [] }
      return try String(contentsOfFile: processFile, encoding: .utf8)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// Whether somebody listens: the file of a server that was just killed still says it is ready.
  private static func accepts(_ path: String) -> Bool {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let room = MemoryLayout.size(ofValue: address.sun_path) - 1
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(room)) }
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
  }

  private func control(_ arguments: [String]) async throws -> Command.Outcome {
    try await Command(binaries.path("pg_ctl"), as: folder.user).run(arguments)
  }
}
