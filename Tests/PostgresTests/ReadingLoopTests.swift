import Dispatch
import Postgres
import Testing

/// A queue that runs one job after another, as an event loop does.
private final class Loop: TaskExecutor {
  private let queue = DispatchQueue(label: "loop")
  private let key = DispatchSpecificKey<Int>()

  init() {
    queue.setSpecific(key: key, value: 0)
  }

  /// Its number where it is the calling thread.
  func current() -> Int? {
    DispatchQueue.getSpecific(key: key)
  }

  var loops: ReadingLoops {
    ReadingLoops(
      count: 1, current: current,
      execute: { [self] _, job in queue.async(execute: job) })
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

@Suite struct ReadingLoopTests {
  /// A pool that has a loop, and tasks of its own that run there.
  private func onLoop(
    _ adjusted: PostgresConfiguration = adjusted { _ in },
    _ body: @Sendable (Pool, Loop) async throws -> Void
  ) async throws {
    let loop = Loop()
    try await withPool(adjusted, loops: loop.loops) { pool in
      try await body(pool, loop)
    }
  }

  private func read(_ pool: Pool, _ number: Int, after seconds: Double = 0) async throws -> Int {
    let call = sql("select $1::int8 from pg_sleep($2)", Int64(number), seconds)
    return try await pool.once(.read, [call])[0].decode(Int.self)[0]
  }

  @Test func everyReadOfALoopHasItsOwnAnswer() async throws {
    try await onLoop { pool, loop in
      let numbers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
        for number in 0..<300 {
          group.addTask(executorPreference: loop) {
            // Some take longer than a loop waits, some longer than it waits in all.
            let seconds = number % 29 == 0 ? 0.03 : number % 7 == 0 ? 0.002 : 0
            return (number, try await read(pool, number, after: seconds))
          }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(numbers.count == 300)
      #expect(numbers.allSatisfy { $0.0 == $0.1 })
    }
  }

  /// The second connection was left to the loop, which then waits for the first.
  @Test func moreReadsThanAConnectionTakesAreAnsweredByBoth() async throws {
    try await onLoop { pool, loop in
      for _ in 0..<3 {
        let slow = Task(executorPreference: loop) { try await read(pool, 0, after: 0.1) }
        try await waitUntil(
          pool,
          """
          select count(*) from pg_stat_activity
          where query like 'select $1::int8 from pg_sleep%' and wait_event = 'PgSleep'
            and datname = current_database()
          """, is: 1)
        let quick = Task(executorPreference: loop) {
          for number in 0..<40 { _ = try await read(pool, number) }
        }
        try await quick.value
        _ = try await slow.value
        let burst = Task(executorPreference: loop) {
          try await withThrowingTaskGroup(of: Int.self) { group in
            for number in 1...30 {
              group.addTask(executorPreference: loop) { try await read(pool, number) }
            }
            return try await group.reduce(0, +)
          }
        }
        let sum = try await burst.value
        #expect(sum == 465)
      }
    }
  }

  @Test func readsOfOtherThreadsGoOnBesideThoseOfALoop() async throws {
    try await onLoop { pool, loop in
      let sums = try await withThrowingTaskGroup(of: Int.self) { group in
        for isOnLoop in [true, false] {
          for number in 1...100 {
            group.addTask(executorPreference: isOnLoop ? loop : nil) {
              try await read(pool, number)
            }
          }
        }
        return try await group.reduce(0, +)
      }
      #expect(sums == 2 * 5050)
    }
  }

  @Test func aLoopDoesOtherThingsWhileASlowReadIsUnderWay() async throws {
    try await onLoop(adjusted { $0.readConnections = 1 }) { pool, loop in
      _ = try await Task(executorPreference: loop) { try await read(pool, 0) }.value
      let slow = Task(executorPreference: loop) {
        _ = try await pool.once(.read, [sql("select pg_sleep(3600)::text")])
      }
      try await waitUntil(
        pool,
        """
        select count(*) from pg_stat_activity
        where query like 'select pg_sleep%' and state = 'active' and datname = current_database()
        """, is: 1)

      let isFree = await Task(executorPreference: loop) { loop.current() == 0 }.value

      #expect(isFree)
      slow.cancel()
      guard case .failure(PostgresError.cancelled) = await slow.result else {
        Issue.record("it was to be cancelled")
        return
      }
      let next = try await Task(executorPreference: loop) { try await read(pool, 7) }.value
      #expect(next == 7)
    }
  }

  @Test func aReadThatFailsIsItsOwnOnly() async throws {
    try await onLoop { pool, loop in
      try await withThrowingTaskGroup(of: Void.self) { group in
        for number in 0..<60 {
          group.addTask(executorPreference: loop) {
            if number % 5 == 0 {
              let error = await #expect(throws: PostgresError.self) {
                try await pool.once(.read, [sql("select 1 / $1::int8", Int64(0))])
              }
              #expect("\(String(describing: error))".contains("22012"))
            } else {
              let answer = try await read(pool, number)
              #expect(answer == number)
            }
          }
        }
        try await group.waitForAll()
      }
    }
  }

  @Test func connectionsOfALoopThatWereTerminatedAreMadeAgainUnnoticed() async throws {
    try await onLoop { pool, loop in
      for number in 1...3 {
        let answer = try await Task(executorPreference: loop) { try await read(pool, number) }.value
        #expect(answer == number)
        try await pool.withConnection { connection in
          _ = try await connection.fetch(
            sql(
              """
              select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()
              """))
        }
      }
    }
  }

  @Test func whatALoopWaitsForWhenTheServerGoesFails() async throws {
    try await onLoop { pool, loop in
      let slow = Task(executorPreference: loop) {
        _ = try await pool.once(.read, [sql("select pg_sleep(3600)::text")])
      }
      try await waitUntil(
        pool,
        """
        select count(*) from pg_stat_activity
        where query like 'select pg_sleep%' and state = 'active' and datname = current_database()
        """, is: 1)
      try await pool.withConnection { connection in
        _ = try await connection.fetch(
          sql(
            """
            select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
            where query like 'select pg_sleep%' and datname = current_database()
              and pid <> pg_backend_pid()
            """))
      }
      guard case .failure(PostgresError.connectionLost) = await slow.result else {
        Issue.record("it was to be lost")
        return
      }
      let next = try await Task(executorPreference: loop) { try await read(pool, 7) }.value
      #expect(next == 7)
    }
  }

  @Test func aClosedPoolRefusesTheReadsOfALoop() async throws {
    try await onLoop { pool, loop in
      _ = try await Task(executorPreference: loop) { try await read(pool, 1) }.value
      await pool.close()
      let late = await Task(executorPreference: loop) { try await read(pool, 2) }.result
      guard case .failure(PostgresError.misuse) = late else {
        Issue.record("\(late)")
        return
      }
    }
  }
}
