import EmbeddedPostgres
import Foundation
import Logging
import Postgres

/// The throwaway server that all test processes of one user share. It stops by itself when the last
/// of them has ended.
package actor TestCluster {
  package static let shared = TestCluster()

  private var starting: Task<EmbeddedCluster, any Error>?
  private var lastDatabase = 0

  /// Starts it for the first caller of this process.
  package func cluster() async throws -> EmbeddedCluster {
    if let starting { return try await starting.value }
    let task = Task {
      let cluster = try await EmbeddedCluster.start(
        at: "/tmp/kynang-tests-\(getuid())", for: .throwaway,
        logger: Logger(label: "kynang.tests"))
      try await Self.dropOrphans(of: cluster)
      return cluster
    }
    starting = task
    return try await task.value
  }

  func newName() -> String {
    lastDatabase += 1
    return "test_\(getpid())_\(lastDatabase)"
  }

  /// A pool of few connections, for tests and their preparation.
  package static func pool(_ conninfo: String) -> Pool {
    Pool(
      configuration: PostgresConfiguration(
        conninfo: conninfo, readConnections: 1, writeConnections: 4,
        connectTimeout: .seconds(10), statementTimeout: .seconds(30),
        acquireTimeout: .seconds(20), maxQueued: 1000, applicationName: "kynang-tests"),
      logger: Logger(label: "kynang.tests"))
  }

  static func administer<Outcome: Sendable>(
    _ cluster: EmbeddedCluster, _ body: (DedicatedConnection) async throws -> Outcome
  ) async throws -> Outcome {
    let pool = pool(cluster.conninfo(database: "postgres"))
    do {
      let outcome = try await pool.withConnection(body)
      await pool.close()
      return outcome
    } catch {
      await pool.close()
      throw error
    }
  }

  /// Databases of processes that were killed before they could drop them.
  private static func dropOrphans(of cluster: EmbeddedCluster) async throws {
    try await administer(cluster) { connection in
      let list = Statement(
        name: "tests.list",
        sql: "select datname::text as name from pg_database where datname like 'test\\_%'")
      for name in try await connection.fetch(Call(list, [])).decode(String.self) {
        let parts = name.split(separator: "_")
        guard parts.count == 3, let process = pid_t(parts[1]), kill(process, 0) != 0,
          errno == ESRCH
        else { continue }
        try await connection.script("drop database if exists \"\(name)\" with (force)")
      }
    }
  }
}
