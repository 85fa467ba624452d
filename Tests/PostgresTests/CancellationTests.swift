import Postgres
import Testing

@Suite struct CancellationTests {
  /// Nothing of these tests ends because this was waited for.
  private static let long = "select pg_sleep(3600)::text"

  private static let sleepers = """
    select count(*) from pg_stat_activity
    where query like 'select pg_sleep%' and state = 'active' and datname = current_database()
    """

  private func expectCancelled(
    _ pool: Pool, _ work: @escaping @Sendable () async throws -> Void
  ) async throws {
    let task = Task { try await work() }
    try await waitUntil(pool, Self.sleepers, is: 1)
    task.cancel()

    let result = await task.result

    guard case .failure(PostgresError.cancelled) = result else {
      Issue.record("\(result)")
      return
    }
    try await waitUntil(pool, Self.sleepers, is: 0)
  }

  @Test func aCancelledReadIsStoppedOnTheServer() async throws {
    try await withPool(adjusted { $0.readConnections = 1 }) { pool in
      try await expectCancelled(pool) { _ = try await pool.once(.read, [sql(Self.long)]) }
      let next = try await pool.once(.read, [sql("select 1::int8")])

      #expect(try next[0].decode(Int.self) == [1])
    }
  }

  @Test func aCancelledWriteIsStoppedOnTheServer() async throws {
    try await withPool(adjusted { $0.writeConnections = 2 }) { pool in
      try await expectCancelled(pool) { _ = try await pool.once(.write, [sql(Self.long)]) }
      let next = try await pool.once(.write, [sql("select 1::int8")])

      #expect(try next[0].decode(Int.self) == [1])
    }
  }

  @Test func aCancelledTransactionIsRolledBack() async throws {
    try await withPool { pool in
      try await expectCancelled(pool) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.fetch(sql("create table never ()"))
          _ = try await transaction.fetch(sql(Self.long))
        }
      }
      let seen = try await pool.once(.read, [sql("select to_regclass('never') is null")])

      #expect(try seen[0].decode(Bool.self) == [true])
    }
  }

  @Test func whoSharesAConnectionWithACancelledReadStillGetsTheirRows() async throws {
    try await withPool(adjusted { $0.readConnections = 1 }) { pool in
      let slow = Task { try await pool.once(.read, [sql("select pg_sleep(4)::text")]) }
      try await waitUntil(pool, Self.sleepers, is: 1)
      async let other = pool.once(.read, [sql("select 7::int8")])
      slow.cancel()

      let rows = try await other

      #expect(try rows[0].decode(Int.self) == [7])
      await #expect(throws: PostgresError.self) { try await slow.value }
    }
  }

  @Test func aReadIsNotPutBehindASlowOne() async throws {
    try await withPool { pool in
      let slow = Task { try await pool.once(.read, [sql(Self.long)]) }
      try await waitUntil(pool, Self.sleepers, is: 1)

      let quick = try await pool.once(.read, [sql("select 7::int8")])
      let asleep = try await pool.transaction(.read) { try await $0.fetch(sql(Self.sleepers)) }

      #expect(try quick[0].decode(Int.self) == [7])
      #expect(try asleep.value(0, 0, as: Int.self) == 1)
      slow.cancel()
      await #expect(throws: PostgresError.self) { try await slow.value }
    }
  }

  @Test func aStatementThatTakesTooLongTimesOut() async throws {
    try await withPool(adjusted { $0.statementTimeout = .milliseconds(200) }) { pool in
      let read = await #expect(throws: PostgresError.self) {
        try await pool.once(.read, [sql(Self.long)])
      }
      let write = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { try await $0.fetch(sql(Self.long)) }
      }

      #expect(read.map { "\($0)" } == "timed out" && write.map { "\($0)" } == "timed out")
    }
  }

  @Test func aTransactionMayHaveAnotherLimitOfTime() async throws {
    try await withPool(adjusted { $0.statementTimeout = .milliseconds(100) }) { pool in
      var settings = TransactionSettings.read
      settings.statementTimeout = .seconds(10)
      let patient = try await pool.once(settings, [sql("select pg_sleep(0.3)::text")])

      #expect(patient[0].count == 1)
    }
  }

  @Test func aWaitForAConnectionTimesOut() async throws {
    try await withPool(
      adjusted {
        $0.writeConnections = 1
        $0.acquireTimeout = .milliseconds(200)
      }
    ) { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.transaction(.write) { transaction in
          _ = try await transaction.fetch(sql("select 1"))
          _ = try await pool.once(.write, [sql("select 2")])
        }
      }

      #expect(error.map { "\($0)" } == "timed out")
    }
  }

  @Test func aFullQueueRefusesAtOnce() async throws {
    try await withPool(
      adjusted {
        $0.writeConnections = 1
        $0.maxQueued = 2
      }
    ) { pool in
      let outcomes = try await pool.transaction(.write) { transaction in
        _ = try await transaction.fetch(sql("select 1"))
        return await withTaskGroup(of: String.self) { group in
          for _ in 0..<5 {
            group.addTask {
              do {
                _ = try await pool.once(.write, [sql("select 2")])
                return "done"
              } catch {
                return "\(error)"
              }
            }
          }
          let first = await [group.next(), group.next(), group.next()].compactMap(\.self)
          group.cancelAll()
          return await group.reduce(into: first) { $0.append($1) }
        }
      }

      #expect(outcomes.prefix(3).allSatisfy { $0 == "\(PostgresError.overloaded)" })
      #expect(outcomes.suffix(2).allSatisfy { $0 == "cancelled" })
    }
  }
}

/// Asks again and again until the server says so, for at most a minute.
func waitUntil(_ pool: Pool, _ question: String, is wanted: Int) async throws {
  let deadline = ContinuousClock.now + .seconds(60)
  while ContinuousClock.now < deadline {
    let rows = try await pool.transaction(.read) { try await $0.fetch(sql(question)) }
    if try rows.value(0, 0, as: Int.self) == wanted { return }
    try await Task.sleep(for: .milliseconds(20))
  }
  Issue.record("It never became \(wanted): \(question)")
}
