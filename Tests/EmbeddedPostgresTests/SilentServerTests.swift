import EmbeddedPostgres
import Foundation
import Postgres
import Testing

@Suite struct SilentServerTests {
  @Test func aServerThatFallsSilentIsGivenUp() async throws {
    try await withFolder(named: "silent") { folder in
      let cluster = try await start(folder)
      let pool = Pool(
        configuration: PostgresConfiguration(
          conninfo: cluster.conninfo(database: "postgres"), readConnections: 1,
          writeConnections: 1, connectTimeout: .seconds(5),
          statementTimeout: .milliseconds(500), acquireTimeout: .seconds(20), maxQueued: 100,
          applicationName: "embedded-tests"),
        logger: quiet)
      let backend = try await pool.once(
        TransactionSettings(.read), [sql("select pg_backend_pid()")])[0]
      let process = try backend.value(0, 0, as: Int32.self)

      kill(process, SIGSTOP)
      let error = await #expect(throws: PostgresError.self) {
        try await pool.once(TransactionSettings(.read), [sql("select 1")])
      }
      let next = try await pool.once(TransactionSettings(.read), [sql("select 1::int8")])
      kill(process, SIGCONT)
      await pool.close()
      try await cluster.stop()

      #expect(error.map { "\($0)" } == "timed out")
      #expect(next[0].count == 1)
    }
  }
}
