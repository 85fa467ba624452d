import Postgres
import Testing

@Suite struct NotificationTests {
  @Test func whatIsNotifiedIsHeard() async throws {
    try await withPool { pool in
      var heard = pool.listen("Kết quả").makeAsyncIterator()
      let first = await heard.next()

      _ = try await pool.once(.write, [sql("select pg_notify('Kết quả', 'xong')::text")])
      let second = await heard.next()

      #expect(first == .established(channel: "Kết quả"))
      #expect(second == .notification(channel: "Kết quả", payload: "xong"))
    }
  }

  @Test func afterALossTheChannelIsHeardAgain() async throws {
    try await withPool { pool in
      var heard = pool.listen("news").makeAsyncIterator()
      _ = await heard.next()

      _ = try await pool.once(
        .write,
        [
          sql(
            """
            select pg_terminate_backend(pid)::text from pg_stat_activity
            where datname = current_database() and query like 'listen%'
            """)
        ])
      let second = await heard.next()
      _ = try await pool.once(.write, [sql("select pg_notify('news', 'again')::text")])
      let third = await heard.next()

      #expect(second == .established(channel: "news"))
      #expect(third == .notification(channel: "news", payload: "again"))
    }
  }

  @Test func aClosedPoolEndsItsStreams() async throws {
    try await withPool { pool in
      let stream = pool.listen("news")
      await pool.close()

      var last: [Notification] = []
      for await notification in stream { last.append(notification) }

      #expect(last.count <= 1)
    }
  }
}
