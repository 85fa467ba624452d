/// What other threads may ask of the thread that waits for the connections.
enum Message: Sendable {
  /// One short transaction, from `begin` to `commit`.
  case once(Request, TransactionSettings.Access)
  case open(TenancyID, dedicated: Bool)
  case begin(TenancyID, prologue: [Call])
  case run(TenancyID, Request)
  /// Ends a tenancy; what its connection still holds is rolled back.
  case release(TenancyID)
  case cancel(RequestID)
  /// The cancel request of a connection has reached the server or failed to.
  case cancelDelivered(ConnectionID, count: Int)
  case listen(channel: String, id: UInt64, AsyncStream<Notification>.Continuation)
  case unlisten(channel: String, id: UInt64)
  /// Look again at what waits.
  case look
  case close(UnsafeContinuation<Void, Never>)
  case abandon
}

typealias RequestID = UInt64
typealias TenancyID = UInt64
typealias ConnectionID = UInt64

struct Request: Sendable {
  let id: RequestID
  let work: Work
  /// Longest run of one statement; nil means the pool's, zero means no limit.
  let statementTimeout: Duration?
  let answer: UnsafeContinuation<Result<Reply, PostgresError>, Never>

  func succeed(_ reply: Reply) {
    answer.resume(returning: .success(reply))
  }

  func fail(_ error: PostgresError) {
    answer.resume(returning: .failure(error))
  }
}

enum Work: Sendable {
  /// Several statements in one round trip.
  case pipeline(prologue: [Call], calls: [Call], end: End)
  /// Any number of statements in one text, without values or rows.
  case script(String)
  case describe(Statement)
  case copyIn(sql: String)
  case copyChunk([UInt8])
  case copyEnd(abort: Bool)
  case copyOut(sql: String)
  case copyNext

  enum End: Sendable { case none, commit, rollback }
}

enum Reply: Sendable {
  case rows([Rows])
  /// Nil after the last.
  case chunk([UInt8]?)
  case description(StatementDescription)
}
