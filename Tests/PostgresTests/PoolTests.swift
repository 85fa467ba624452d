import Postgres
import Testing

@Suite struct PoolTests {
  @Test func aReadReturnsTheRowsOfEveryCall() async throws {
    try await withPool { pool in
      let rows = try await pool.once(
        .read, [sql("select 1::int8"), sql("select generate_series(1, $1::int8)", 3)])

      #expect(try rows.map { try $0.decode(Int.self) } == [[1], [1, 2, 3]])
    }
  }

  @Test func aReadCannotWrite() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.once(.read, [sql("create table t (id int)")])
      }

      #expect(error?.serverError?.sqlState == .readOnlySQLTransaction)
    }
  }

  @Test func aWriteThatFailsLeavesNothing() async throws {
    try await withPool { pool in
      _ = try await pool.once(
        .write, [sql("create table t (id int8, constraint an_id_is_unique unique (id))")])

      let error = await #expect(throws: PostgresError.self) {
        try await pool.once(
          .write, [sql("insert into t values ($1)", 7), sql("insert into t values ($1)", 7)])
      }
      let left = try await pool.once(.read, [sql("select id from t")])

      #expect(error?.serverError?.constraint == "an_id_is_unique")
      #expect(left[0].count == 0)
    }
  }

  @Test func aTransactionCommitsWhatItsBodyDid() async throws {
    try await withPool { pool in
      let count = try await pool.transaction(.write) { transaction in
        try await transaction.script("create table t (id int8); create table u (id int8)")
        return try await transaction.execute(sql("insert into t values (1), (2)"))
      }
      let seen = try await pool.once(.read, [sql("select id from t")])

      #expect(count == 2)
      #expect(seen[0].count == 2)
    }
  }

  @Test func whatIsSentWithTheCommitIsPartOfTheTransaction() async throws {
    try await withPool(adjusted { $0.writeConnections = 1 }) { pool in
      _ = try await pool.once(
        .write, [sql("create table t (id int8, constraint an_id_is_unique unique (id))")])
      try await pool.transaction(.write) { transaction in
        _ = try await transaction.fetch(sql("insert into t values (1)"))
        try transaction.atCommit([sql("insert into t values ($1)", 2)])
      }

      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.fetch(sql("insert into t values (3)"))
          try transaction.atCommit([sql("insert into t values ($1)", 2)])
        }
      }
      // The one connection is whole again.
      try await pool.transaction(.write) { transaction in
        _ = try await transaction.fetch(sql("insert into t values (4)"))
      }
      let seen = try await pool.once(.read, [sql("select id from t order by id")])

      #expect(error?.serverError?.constraint == "an_id_is_unique")
      #expect(try seen[0].decode(Int.self) == [1, 2, 4])
    }
  }

  @Test func aTransactionWhoseBodyThrowsIsRolledBack() async throws {
    struct Refusal: Error {}
    try await withPool { pool in
      await #expect(throws: Refusal.self) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.fetch(sql("create table t (id int8)"))
          throw Refusal()
        }
      }
      let seen = try await pool.once(.read, [sql("select to_regclass('t') is null")])

      #expect(try seen[0].decode(Bool.self) == [true])
    }
  }

  @Test func aSwallowedErrorStillFailsTheCommit() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { transaction in
          _ = try? await transaction.fetch(sql("select 1 / 0"))
        }
      }

      #expect(error?.serverError?.sqlState == .divisionByZero)
    }
  }

  @Test func roleAndSettingsLastAsLongAsTheTransaction() async throws {
    try await withPool { pool in
      _ = try await pool.once(.write, [sql("drop role if exists pool_tests_reader")])
      _ = try await pool.once(.write, [sql("create role pool_tests_reader")])
      let settings = TransactionSettings(
        access: .read, isolation: .readCommitted, role: "pool_tests_reader",
        settings: [("app.firm", "o'clock\"; drop")])
      let now = sql(
        "select current_user::text || ' ' || coalesce(current_setting('app.firm', true), '')")

      let inside = try await pool.once(settings, [now])
      let inTransaction = try await pool.transaction(settings) { try await $0.fetch(now) }
      let outside = try await pool.once(.read, [now])

      #expect(try inside[0].decode(String.self) == ["pool_tests_reader o'clock\"; drop"])
      #expect(try inTransaction.decode(String.self) == ["pool_tests_reader o'clock\"; drop"])
      #expect(try outside[0].decode(String.self) == ["kynang_admin "])
    }
  }

  @Test func manyReadsAtOnceEachGetTheirOwnRows() async throws {
    try await withPool { pool in
      let sums = try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<500 {
          group.addTask {
            let rows = try await pool.once(.read, [sql("select $1::int8 * 2", number)])
            return try rows[0].decode(Int.self) == [number * 2]
          }
        }
        return try await group.reduce(into: [Bool]()) { $0.append($1) }
      }

      #expect(sums.allSatisfy { $0 } && sums.count == 500)
    }
  }

  @Test func anErrorDoesNotTouchTheReadsBehindIt() async throws {
    try await withPool(adjusted { $0.readConnections = 1 }) { pool in
      let outcomes = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<100 {
          group.addTask {
            let call = sql("select 1 / ($1::int8 % 2)", number)
            do {
              return try await pool.once(.read, [call])[0].count == 1 && number % 2 == 1
            } catch {
              return number % 2 == 0
            }
          }
        }
        return await group.reduce(into: [Bool]()) { $0.append($1) }
      }

      #expect(outcomes.allSatisfy { $0 })
    }
  }
}
