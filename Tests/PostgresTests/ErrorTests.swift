import Postgres
import Testing

@Suite struct ErrorTests {
  @Test func noDescriptionOfAnErrorQuotesAPerson() async throws {
    try await withPool { pool in
      _ = try await pool.once(
        .write, [sql("create table person (name text, constraint a_name_is_unique unique (name))")])
      let insert = sql("insert into person values ($1)", "Trần Thị Bí Mật")

      let error = await #expect(throws: PostgresError.self) {
        try await pool.once(.write, [insert, insert])
      }

      let found = try #require(error)
      var dumped = ""
      dump(found, to: &dumped)
      let texts = ["\(found)", String(reflecting: found), "\(found as any Error)", dumped]
      #expect(found.serverError?.detail?.contains("Bí Mật") == true)
      #expect(texts.allSatisfy { !$0.contains("Bí Mật") })
      #expect(texts.allSatisfy { $0.contains("a_name_is_unique") && $0.contains("23505") })
    }
  }

  @Test func noDescriptionOfAConfigurationShowsItsConnectionString() {
    let configuration = PostgresConfiguration(
      conninfo: "password=hunter2", readConnections: 1, writeConnections: 1,
      connectTimeout: .seconds(1), statementTimeout: .seconds(1), acquireTimeout: .seconds(1),
      maxQueued: 1, applicationName: "x")

    var dumped = ""
    dump(configuration, to: &dumped)

    let texts = ["\(configuration)", String(reflecting: configuration), dumped]
    #expect(texts.allSatisfy { !$0.contains("hunter2") })
  }

  @Test func theFirstErrorOfAPipelineIsTheOneThrown() async throws {
    try await withPool { pool in
      let error = await #expect(throws: PostgresError.self) {
        try await pool.once(.read, [sql("select 1"), sql("select 1 / 0"), sql("select nothing")])
      }

      #expect(error?.serverError?.sqlState == .divisionByZero)
    }
  }

  @Test func aStatementThatCannotBePreparedIsTriedAfresh() async throws {
    try await withPool(adjusted { $0.readConnections = 1 }) { pool in
      let call = sql("select id from later")
      let error = await #expect(throws: PostgresError.self) { try await pool.once(.read, [call]) }
      _ = try await pool.once(.write, [sql("create table later (id int8)")])

      let rows = try await pool.once(.read, [call])

      #expect(error?.serverError?.sqlState == .undefinedTable)
      #expect(rows[0].count == 0)
    }
  }

  @Test func aTableThatChangesShapeIsReadAsItIsNow() async throws {
    try await withPool(
      adjusted {
        $0.readConnections = 1
        $0.writeConnections = 1
      }
    ) { pool in
      _ = try await pool.once(.write, [sql("create table t (id int8)")])
      let call = sql("select * from t")
      _ = try await pool.once(.read, [call])
      _ = try await pool.once(.write, [call])
      _ = try await pool.once(.write, [sql("alter table t add column name text")])

      let read = try await pool.once(.read, [call])
      let written = try await pool.once(.write, [call])
      let transacted = try await pool.transaction(.write) { try await $0.fetch(call) }

      #expect(read[0].columnCount == 2 && written[0].columnCount == 2)
      #expect(transacted.columnCount == 2)
    }
  }

  @Test func aSessionThatForgotItsStatementsPreparesThemAgain() async throws {
    try await withPool(adjusted { $0.writeConnections = 1 }) { pool in
      let call = sql("select 1::int8")
      _ = try await pool.once(.write, [call])
      try await pool.transaction(.write) { try await $0.script("deallocate all") }

      let rows = try await pool.once(.write, [call])

      #expect(try rows[0].decode(Int.self) == [1])
    }
  }

  @Test func anInvalidNameOfASettingIsRefusedBeforeItIsSent() async throws {
    try await withPool { pool in
      var settings = TransactionSettings.read
      settings.settings = [("app.firm = '1'; drop table t", "x")]
      let bad = settings

      let error = await #expect(throws: PostgresError.self) { try await pool.once(bad, []) }

      guard case .misuse = error else {
        Issue.record("\(String(describing: error))")
        return
      }
    }
  }
}
