/// Commands that were sent together, up to their synchronisation point, and what came back.
final class Exchange {
  enum Step {
    case prepare(PreparedStatements.Entry)
    /// Its rows are nobody's: `begin`, settings, `rollback`.
    case control(PreparedStatements.Entry?)
    case call(PreparedStatements.Entry)
    case commit
    case describe
    case sync
  }

  /// Nil for what a connection does for itself.
  let request: Request?
  let prologue: [Call]
  var steps: [Step] = []
  var step = 0
  var rows: [Rows] = []
  var description: StatementDescription?
  var error: PostgresError?
  /// The server has another idea of a prepared statement than we; nothing has happened yet.
  var isStale = false
  var isRetry = false
  var isAnswered = false
  var isCancelled = false
  var sendsCommit = false
  /// Runs when everything has come back, in place of an answer.
  var then: ((PostgresError?) -> Void)?

  init(request: Request?, prologue: [Call]) {
    self.request = request
    self.prologue = prologue
  }

  func answer(_ result: Result<Reply, PostgresError>) {
    if isAnswered { return }
    isAnswered = true
    request?.answer.resume(returning: result)
    if let then {
      if case .failure(let error) = result { then(error) } else { then(nil) }
    }
  }

  /// The connection is gone.
  func lose(_ error: PostgresError) {
    if let known = self.error {
      answer(.failure(known))
    } else if sendsCommit {
      answer(.failure(.commitUnknown))
    } else {
      answer(.failure(error))
    }
  }
}
