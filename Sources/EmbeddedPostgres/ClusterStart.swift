import Foundation
import Glibc
import Logging

/// From a folder, empty or not, to a server that answers.
struct ClusterStart: Sendable {
  let folder: ClusterFolder
  let binaries: Binaries
  let purpose: ClusterPurpose
  let logger: Logger

  private var control: ServerControl { ServerControl(folder: folder, binaries: binaries) }

  /// Returns the folder of its socket. The caller holds the lock.
  ///
  /// A server that is found may be recovering from a crash, or be about to end.
  func run() async throws -> String {
    let deadline = ContinuousClock.now + .seconds(120)
    var isOurs = false
    while ContinuousClock.now < deadline {
      if try await !control.isRunning {
        if try folder.dataVersion == nil { try await initialise() }
        try await startServer()
        isOurs = true
      }
      if let socket = try control.readySocketFolder {
        if !isOurs { logger.info("The private database runs already and is taken over.") }
        return socket
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw EmbeddedPostgresError.notAnswering(folder: folder.root)
  }

  private func startServer() async throws {
    try folder.write(
      purpose.settings(socket: folder.socket), to: folder.settings, owned: true)
    do {
      try await control.start()
    } catch let error as EmbeddedPostgresError {
      switch purpose {
      case .production:
        throw error
      case .throwaway:
        // Without fsync a crash may have left anything; there is nothing in it to keep.
        logger.warning("The throwaway database is made anew.", metadata: ["error": "\(error)"])
        try await Command("/bin/rm").succeed(["-rf", folder.data])
        try await initialise()
        try folder.write(
          purpose.settings(socket: folder.socket), to: folder.settings, owned: true)
        try await control.start()
      }
    }
    if case .throwaway = purpose { try await Watcher(folder: folder, binaries: binaries).start() }
    logger.info("The private database has started.")
  }

  /// Made aside and moved into place as a whole, so that an interruption leaves nothing half-made.
  private func initialise() async throws {
    try await Command("/bin/rm").succeed(["-rf", folder.unfinishedData])
    try folder.makeOwned(folder.unfinishedData)
    var generator = SystemRandomNumberGenerator()
    let password = (0..<4).map { _ in String(generator.next() as UInt64, radix: 36) }.joined()
    let draft = "\(folder.root)/password.new"
    try folder.write(password + "\n", to: draft, owned: true)
    defer { unlink(draft) }
    var arguments = [
      "-D", folder.unfinishedData, "-U", EmbeddedCluster.superuser, "-E", "UTF8",
      "-A", "scram-sha-256", "--pwfile", draft, "--locale=C.UTF-8",
    ]
    switch purpose {
    case .production: arguments.append("--data-checksums")
    case .throwaway: arguments.append("--no-sync")
    }
    try await Command(binaries.path("initdb"), as: folder.user).succeed(arguments)
    try folder.include("kynang.conf")
    try folder.write("*:*:*:*:\(password)\n", to: folder.password, owned: false)
    guard rename(folder.unfinishedData, folder.data) == 0 else {
      throw EmbeddedPostgresError.fileSystem(operation: "made", path: folder.data, code: errno)
    }
  }
}

extension ClusterFolder {
  /// Adds a line to the configuration that `initdb` has written.
  fileprivate func include(_ file: String) throws {
    let path = "\(unfinishedData)/postgresql.conf"
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try write(text + "\ninclude = '\(file)'\n", to: path, owned: true)
  }
}
