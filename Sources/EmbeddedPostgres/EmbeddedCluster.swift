import Foundation
import Logging

/// A private PostgreSQL server of one folder, reached through a socket and a password of its own.
///
/// It outlives the process that started it; the next start of the same folder takes it over.
/// Several processes may use it at once: the last one to stop it does so.
package struct EmbeddedCluster: Sendable {
  package static let superuser = "kynang_admin"

  let folder: ClusterFolder
  let binaries: Binaries
  let purpose: ClusterPurpose
  let logger: Logger
  private let users: FileLock
  /// Where the running server listens.
  package let socketFolder: String

  /// Makes the cluster if the folder has none, starts or adopts it, and returns when it answers.
  package static func start(
    at path: String, for purpose: ClusterPurpose, logger: Logger
  ) async throws -> EmbeddedCluster {
    let root = URL(fileURLWithPath: path).standardizedFileURL.path
    let folder = ClusterFolder(root: root, user: try await ServerUser.current())
    try await folder.make()
    let starting = try FileLock(path: folder.startLock)
    try await starting.lock(.exclusive, within: .seconds(120))
    defer { starting.unlock() }
    // Held as long as this process uses the cluster, so that nobody else stops it.
    let users = try FileLock(path: folder.usersLock)
    try await users.lock(.shared, within: .seconds(60))
    let binaries = try await Binaries.find(version: try folder.dataVersion)
    let start = ClusterStart(folder: folder, binaries: binaries, purpose: purpose, logger: logger)
    return EmbeddedCluster(
      folder: folder, binaries: binaries, purpose: purpose, logger: logger, users: users,
      socketFolder: try await start.run())
  }

  /// Holds no secret itself: libpq reads the password from the cluster's folder.
  package func conninfo(database: String) -> String {
    conninfo(database: database, user: Self.superuser, passwordFile: folder.password)
  }

  /// - Parameter passwordFile: in the format of `.pgpass`, readable by its owner alone.
  package func conninfo(database: String, user: String, passwordFile: String) -> String {
    [
      ("host", socketFolder), ("port", "5432"), ("user", user), ("dbname", database),
      ("passfile", passwordFile),
    ].map { "\($0)='\(Self.escaped($1))'" }.joined(separator: " ")
  }

  /// Stops the server, unless other processes use it. A second call does nothing.
  package func stop() async throws {
    let starting = try FileLock(path: folder.startLock)
    try await starting.lock(.exclusive, within: .seconds(120))
    defer { starting.unlock() }
    users.unlock()
    // The watcher of a throwaway server holds it alone for the moment in which it looks.
    guard try await users.lockUnlessShared(within: .seconds(120)) else { return }
    defer { users.unlock() }
    let control = ServerControl(folder: folder, binaries: binaries)
    if try await control.isRunning {
      try await control.stop()
      logger.info("The private database has stopped.")
    }
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("'", with: "\\'")
  }
}
