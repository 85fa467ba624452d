import Postgres
import Testing

@Suite struct LossTests {
  private static let killOthers = sql(
    """
    select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
    """)

  @Test func aReadWhoseBackendIsTerminatedFailsAndTheNextOneWorks() async throws {
    try await withPool { pool in
      let slow = Task { try await pool.once(.read, [sql("select pg_sleep(15)::text")]) }
      try await waitUntil(
        pool,
        """
        select count(*) from pg_stat_activity
        where query like 'select pg_sleep%' and datname = current_database()
        """, is: 1)

      _ = try await pool.once(.write, [Self.killOthers])
      let result = await slow.result
      let next = try await pool.once(.read, [sql("select 1::int8")])

      guard case .failure(PostgresError.connectionLost) = result else {
        Issue.record("\(result)")
        return
      }
      #expect(try next[0].decode(Int.self) == [1])
    }
  }

  @Test func aTransactionWhoseBackendIsTerminatedFailsAndLeavesNothing() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.fetch(sql("create table never ()"))
          try await pool.withConnection { _ = try await $0.fetch(Self.killOthers) }
          _ = try await transaction.fetch(sql("select 1"))
        }
      }
      let after = try await pool.once(.write, [sql("select to_regclass('never') is null")])

      guard case .connectionLost = error else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(try after[0].decode(Bool.self) == [true])
    }
  }

  @Test func idleConnectionsThatWereTerminatedAreMadeAgainUnnoticed() async throws {
    try await withPool { pool in
      _ = try await pool.once(.read, [sql("select 1")])
      _ = try await pool.once(.write, [sql("select 1")])
      try await pool.withConnection { _ = try await $0.fetch(Self.killOthers) }

      let read = try await pool.once(.read, [sql("select 1::int8")])
      let write = try await pool.once(.write, [sql("select 1::int8")])

      #expect(read[0].count == 1 && write[0].count == 1)
    }
  }

  @Test func aCommitWhoseConnectionDiesHasAnUnknownOutcome() async throws {
    try await withPool { pool in
      try await pool.transaction(.write) { transaction in
        try await transaction.script(
          """
          create table t (id int8);
          create function die() returns trigger language plpgsql as $$
          begin
            perform pg_terminate_backend(pg_backend_pid());
            perform pg_sleep(5);
            return null;
          end $$;
          create constraint trigger last after insert on t deferrable initially deferred
            for each row execute function die();
          """)
      }

      let inBody = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { try await $0.execute(sql("insert into t values (1)")) }
      }
      let atOnce = await #expect(throws: PostgresError.self) {
        try await pool.once(.write, [sql("insert into t values (1)")])
      }

      guard case .commitUnknown = inBody, case .commitUnknown = atOnce else {
        Issue.record("\(String(describing: inBody)), \(String(describing: atOnce))")
        return
      }
    }
  }

  @Test func aDatabaseThatIsNotThereIsRefusedWithAReason() async throws {
    try await withPool(adjusted { $0.acquireTimeout = .milliseconds(300) }) { _ in
      let pool = Pool(
        configuration: PostgresConfiguration(
          conninfo: "host=/nowhere", readConnections: 1, writeConnections: 1,
          connectTimeout: .seconds(1), statementTimeout: .seconds(1),
          acquireTimeout: .milliseconds(300), maxQueued: 10, applicationName: "x"),
        logger: quiet)

      let read = await #expect(throws: PostgresError.self) { try await pool.once(.read, []) }
      let write = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { try await $0.fetch(sql("select 1")) }
      }
      let own = await #expect(throws: PostgresError.self) {
        try await pool.withConnection { try await $0.fetch(sql("select 1")) }
      }
      await pool.close()

      for error in [read, write, own] {
        guard case .connectionRefused = error else {
          Issue.record("\(String(describing: error))")
          continue
        }
      }
    }
  }
}
