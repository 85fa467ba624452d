import EmbeddedPostgres
import Foundation
import Postgres
import Testing

@Suite struct EmbeddedClusterTests {
  @Test func aClusterIsReachedThroughItsSocketAlone() async throws {
    try await withFolder(named: "socket") { folder in
      let cluster = try await start(folder)
      let pool = pool(cluster)
      let settings = try await pool.once(
        TransactionSettings(.read),
        [
          sql(
            """
            select current_setting('listen_addresses') as addresses,
              current_setting('jit') as jit, current_setting('server_encoding') as encoding,
              inet_client_addr() is null as is_local, lower('ĐỒNG') = 'đồng' as knows_letters
            """)
        ])[0]
      await pool.close()
      try await cluster.stop()

      #expect(try settings.value(0, 0, as: String.self) == "")
      #expect(try settings.value(0, 1, as: String.self) == "off")
      #expect(try settings.value(0, 2, as: String.self) == "UTF8")
      #expect(try settings.value(0, 3, as: Bool.self))
      #expect(try settings.value(0, 4, as: Bool.self))
    }
  }

  @Test func nobodyElseCanReadItsDataOrItsPassword() async throws {
    try await withFolder(named: "secret") { folder in
      let cluster = try await start(folder)
      try await cluster.stop()

      #expect(try permissions("\(folder)/password") == 0o600)
      #expect(try permissions("\(folder)/server") == 0o700)
      #expect(try permissions("\(folder)/socket") == 0o700)
      #expect(!cluster.conninfo(database: "postgres").contains("password="))
    }
  }

  @Test func aProductionClusterPromisesTheDisk() async throws {
    try await withFolder(named: "production") { folder in
      let cluster = try await EmbeddedCluster.start(at: folder, for: .production, logger: quiet)
      let pool = pool(cluster)
      let question = """
        select string_agg(setting, ' ' order by name) from pg_settings
        where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums')
        """
      let settings = try await pool.once(TransactionSettings(.read), [sql(question)])[0]
      await pool.close()
      try await cluster.stop()

      #expect(try settings.value(0, 0, as: String.self) == "on on on on")
    }
  }

  @Test func aRunningServerIsTakenOverAndStopsWithItsLastUser() async throws {
    try await withFolder(named: "shared") { folder in
      let first = try await start(folder)
      let process = try serverProcess(of: folder)
      let second = try await start(folder)
      let taken = try serverProcess(of: folder)

      try await first.stop()
      let afterFirst = try serverProcess(of: folder)
      try await second.stop()
      let afterSecond = try serverProcess(of: folder)

      #expect(process != nil && taken == process && afterFirst == process)
      #expect(afterSecond == nil)
    }
  }

  @Test func aServerThatWasKilledIsStartedAgain() async throws {
    try await withFolder(named: "kept") { folder in
      let cluster = try await EmbeddedCluster.start(at: folder, for: .production, logger: quiet)
      let killed = try #require(try serverProcess(of: folder))
      let keeping = Task { await cluster.keepRunning() }

      kill(killed, SIGKILL)
      var process: pid_t? = killed
      while process == nil || process == killed {
        try await Task.sleep(for: .milliseconds(100))
        process = try serverProcess(of: folder)
      }
      let pool = pool(cluster)
      let answer = try await pool.once(TransactionSettings(.read), [sql("select 1")])[0]
      await pool.close()
      keeping.cancel()
      await keeping.value
      try await cluster.stop()

      #expect(try answer.value(0, 0, as: Int.self) == 1)
    }
  }

  @Test func whatWasCommittedIsThereAfterAStopAndAStart() async throws {
    try await withFolder(named: "restart") { folder in
      let before = try await start(folder)
      let writing = pool(before)
      _ = try await writing.once(TransactionSettings(.write), [sql("create table kept ()")])
      await writing.close()
      try await before.stop()

      let after = try await start(folder)
      let reading = pool(after)
      let seen = try await reading.once(TransactionSettings(.read), [sql("select 1 from kept")])
      await reading.close()
      try await after.stop()

      #expect(seen[0].count == 0)
    }
  }

  @Test func aServerThatWasKilledStartsAgainAndThePoolGoesOn() async throws {
    try await withFolder(named: "killed") { folder in
      let cluster = try await start(folder)
      let pool = pool(cluster)
      let slow = Task {
        try await pool.once(TransactionSettings(.read), [sql("select pg_sleep(20)::text")])
      }
      _ = try await pool.once(TransactionSettings(.write), [sql("create table kept ()")])
      try await waitForStatement("select pg_sleep", pool)
      let process = try #require(try serverProcess(of: folder))

      kill(process, SIGKILL)
      let lost = await slow.result
      let again = try await start(folder)
      let read = try await pool.once(TransactionSettings(.read), [sql("select 1::int8")])
      let written = try await pool.once(TransactionSettings(.write), [sql("select 1::int8")])
      await pool.close()
      try await cluster.stop()
      try await again.stop()

      guard case .failure(PostgresError.connectionLost) = lost else {
        Issue.record("\(lost)")
        return
      }
      #expect(read[0].count == 1 && written[0].count == 1)
    }
  }

  @Test func aFileThatNamesAnotherProgramDoesNotKeepItFromStarting() async throws {
    try await withFolder(named: "foreign") { folder in
      let before = try await start(folder)
      try await before.stop()
      try "\(getpid())\n\(folder)/server\n".write(
        toFile: "\(folder)/server/postmaster.pid", atomically: true, encoding: .utf8)

      let after = try await start(folder)
      let process = try serverProcess(of: folder)
      try await after.stop()

      #expect(process != nil && process != getpid())
    }
  }

  @Test func aFolderOfAnyDepthHasASocket() async throws {
    let deep = (0..<6).map { _ in "a-folder-with-a-long-name" }.joined(separator: "/")
    try await withFolder(named: "deep") { folder in
      let cluster = try await start("\(folder)/\(deep)")
      let pool = pool(cluster)
      let rows = try await pool.once(TransactionSettings(.read), [sql("select 1::int8")])
      await pool.close()
      try await cluster.stop()
      try FileManager.default.removeItem(atPath: cluster.socketFolder)

      #expect(rows[0].count == 1 && cluster.socketFolder.utf8.count < 90)
    }
  }
}
