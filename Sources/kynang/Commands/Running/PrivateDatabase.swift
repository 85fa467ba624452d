import EmbeddedPostgres
import Foundation
import Logging
import Postgres
import Workforce

/// The database of a data folder: a server of its own, the schema of this release, the reference
/// rows, and a login for the application that owns nothing.
struct PrivateDatabase: Sendable {
  static let name = "kynang"
  static let login = "kynang_app"

  private let cluster: EmbeddedCluster
  private let folder: DataFolder

  /// Started, or taken over when it runs already. Nothing is prepared yet.
  static func start(in folder: DataFolder, logger: Logger) async throws -> PrivateDatabase {
    try folder.make()
    let cluster = try await EmbeddedCluster.start(
      at: folder.database, for: .production, logger: logger)
    return PrivateDatabase(cluster: cluster, folder: folder)
  }

  /// How the application connects: not as the owner, so that row security holds by itself.
  var conninfo: String {
    cluster.conninfo(database: Self.name, user: Self.login, passwordFile: folder.loginPassword)
  }

  /// How migrations and bulk loads connect.
  var ownerConninfo: String { cluster.conninfo(database: Self.name) }

  /// Starts the server again whenever it has died, until cancelled.
  func keepRunning() async {
    await cluster.keepRunning()
  }

  /// Stops the server, unless another process uses it too.
  func stop() async throws {
    try await cluster.stop()
  }

  /// Brings the database to this release, whatever of it is there already.
  func prepare(logger: Logger) async throws {
    try await createIfMissing(logger: logger)
    try await OwnerConnection.with(ownerConninfo, logger: logger) { owner in
      try await owner.migrate()
      try await owner.loadReferenceData()
    }
    try await openLogin(logger: logger)
  }

  private func createIfMissing(logger: Logger) async throws {
    let pool = Pool(
      configuration: Settings.owner(cluster.conninfo(database: "postgres")), logger: logger)
    try await pool.closing { pool in
      try await pool.withConnection { connection in
        let find = Statement(
          name: "database.exists", sql: "select 1 from pg_database where datname::text = $1")
        if try await connection.fetch(Postgres.Call(find, [Self.name])).count == 0 {
          try await connection.script("create database \(Self.name)")
        }
      }
    }
  }

  /// The password is ours alone, so giving it again changes nothing.
  private func openLogin(logger: Logger) async throws {
    let password = try folder.password(randomBytes: Dependencies.live.randomBytes)
    // It stands in a statement as it cannot be bound there; it is ours, and hexadecimal.
    precondition(password.allSatisfy(\.isHexDigit))
    let pool = Pool(configuration: Settings.owner(ownerConninfo), logger: logger)
    try await pool.closing { pool in
      try await pool.withConnection { connection in
        try await connection.script("alter role \(Self.login) login password '\(password)'")
      }
    }
  }
}
