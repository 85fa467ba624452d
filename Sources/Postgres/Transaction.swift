import Synchronization

/// A transaction under way. Statements run in the order in which they are asked for.
package struct Transaction: Sendable {
  let session: Session
  let limit: Duration?
  /// What is sent with the commit.
  let parting = Parting()

  package func fetch(_ call: Call) async throws(PostgresError) -> Rows {
    try await pipeline([call])[0]
  }

  /// Rows that the statement changed.
  package func execute(_ call: Call) async throws(PostgresError) -> Int {
    try await fetch(call).affected
  }

  /// Several statements in one round trip; the rows of each, or the first error.
  package func pipeline(_ calls: [Call]) async throws(PostgresError) -> [Rows] {
    guard !calls.isEmpty else { return [] }
    guard calls.allSatisfy({ $0.isWithinLimits }) else {
      throw .misuse("a statement has more than 65535 values")
    }
    let work = Work.pipeline(prologue: [], calls: calls, end: .none)
    return try await ask(work).rows
  }

  /// Statements that travel with the commit, when the body has returned. Their rows are nobody's; if
  /// one fails, the transaction does.
  package func atCommit(_ calls: [Call]) throws(PostgresError) {
    guard calls.allSatisfy({ $0.isWithinLimits }) else {
      throw .misuse("a statement has more than 65535 values")
    }
    parting.add(calls)
  }

  /// Any number of statements in one text, such as a migration; without values or rows.
  package func script(_ text: String) async throws(PostgresError) {
    _ = try await ask(.script(text))
  }

  /// A setting for the rest of the transaction.
  package func set(_ name: String, to value: String) async throws(PostgresError) {
    var settings = TransactionSettings(.read)
    settings.settings = [(name, value)]
    if let apply = try settings.apply() { _ = try await fetch(apply) }
  }

  /// Runs the body; if it throws, what it did is undone and the transaction can go on.
  package func savepoint<Outcome>(
    _ body: () async throws -> Outcome
  ) async throws -> Outcome {
    try await script("savepoint inner_savepoint")
    do {
      let outcome = try await body()
      try await script("release savepoint inner_savepoint")
      return outcome
    } catch {
      try await script(
        "rollback to savepoint inner_savepoint; release savepoint inner_savepoint")
      throw error
    }
  }

  /// Sends `copy … from stdin` the chunks, which need not end where rows do. Returns its rows.
  package func copyIn<Chunks: AsyncSequence>(
    _ sql: String, _ chunks: Chunks
  ) async throws -> Int where Chunks.Element == [UInt8] {
    try await copyIn(sql) { writer in
      for try await chunk in chunks { try await writer.write(chunk) }
    }
  }

  /// Sends `copy … from stdin` what the body writes. Returns the number of rows.
  package func copyIn(
    _ sql: String, _ body: (CopyWriter) async throws -> Void
  ) async throws -> Int {
    _ = try await ask(.copyIn(sql: sql))
    do {
      try await body(CopyWriter(transaction: self))
    } catch {
      // The server confirms with an error that the copy was given up; the body's is the cause.
      _ = await session.outcome(.copyEnd(abort: true), limit: limit, isCancellable: false)
      throw error
    }
    return try await ask(.copyEnd(abort: false)).rows.first?.affected ?? 0
  }

  /// The bytes of `copy … to stdout`, in chunks of whole rows of about 64 KiB. Read it to its end.
  package func copyOut(_ sql: String) -> CopyChunks {
    CopyChunks(transaction: self, sql: sql)
  }

  func ask(_ work: Work) async throws(PostgresError) -> Reply {
    try await session.ask(work, limit: limit, isCancellable: true)
  }
}

/// The open end of a copy into the database.
package struct CopyWriter: Sendable {
  let transaction: Transaction

  /// Returns when the kernel has taken the bytes; chunks of about 64 KiB are fastest.
  package func write(_ bytes: [UInt8]) async throws(PostgresError) {
    if bytes.isEmpty { return }
    _ = try await transaction.ask(.copyChunk(bytes))
  }
}

/// What comes out of a copy, asked for chunk by chunk, so that a slow reader slows the server.
package struct CopyChunks: AsyncSequence, Sendable {
  package typealias Failure = PostgresError

  let transaction: Transaction
  let sql: String

  package func makeAsyncIterator() -> Iterator {
    Iterator(transaction: transaction, sql: sql)
  }

  package struct Iterator: AsyncIteratorProtocol {
    fileprivate enum State { case unsent, open, ended }

    fileprivate let transaction: Transaction
    fileprivate let sql: String
    fileprivate var state = State.unsent

    fileprivate init(transaction: Transaction, sql: String) {
      self.transaction = transaction
      self.sql = sql
    }

    package mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(PostgresError) -> [UInt8]? {
      switch state {
      case .ended: return nil
      case .unsent:
        state = .ended
        _ = try await transaction.ask(.copyOut(sql: sql))
        state = .open
      case .open: break
      }
      guard case .chunk(let chunk?) = try await transaction.ask(.copyNext) else {
        state = .ended
        return nil
      }
      return chunk
    }
  }
}

/// The statements that a transaction ends with.
final class Parting: Sendable {
  private let storage = Mutex<[Call]>([])

  var calls: [Call] { storage.withLock { $0 } }

  func add(_ calls: [Call]) {
    storage.withLock { $0 += calls }
  }
}
