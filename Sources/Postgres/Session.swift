/// The exclusive use of one connection, as its user sees it.
struct Session: Sendable {
  let pool: Pool
  let id: TenancyID

  func ask(
    _ work: Work, limit: Duration?, isCancellable: Bool
  ) async throws(PostgresError) -> Reply {
    try await outcome(work, limit: limit, isCancellable: isCancellable).get()
  }

  func outcome(
    _ work: Work, limit: Duration?, isCancellable: Bool
  ) async -> Result<Reply, PostgresError> {
    await pool.ask(work, limit: limit, isCancellable: isCancellable) { pool.post(.run(id, $0)) }
  }

  func transaction<Outcome>(
    _ settings: TransactionSettings, _ body: (Transaction) async throws -> Outcome
  ) async throws -> Outcome {
    var prologue = [Call(settings.begin, [])]
    if let apply = try settings.apply() { prologue.append(apply) }
    pool.post(.begin(id, prologue: prologue))
    let transaction = Transaction(session: self, limit: settings.statementTimeout)
    let parting = transaction.parting
    let outcome: Outcome
    do {
      outcome = try await body(transaction)
      try Task.checkCancellation()
    } catch {
      // Whatever becomes of the rollback (a lost connection has rolled back by itself), what went
      // wrong before it is the cause.
      _ = await end(.rollback)
      throw error is CancellationError ? PostgresError.cancelled : error
    }
    switch await end(.commit, after: parting.calls) {
    case .success:
      return outcome
    case .failure(let error):
      // A statement that failed leaves its transaction open; what the commit itself ended is over.
      if !parting.calls.isEmpty { _ = await end(.rollback) }
      throw error
    }
  }

  private func end(
    _ end: Work.End, after calls: [Call] = []
  ) async -> Result<Reply, PostgresError> {
    let work = Work.pipeline(prologue: [], calls: calls, end: end)
    return await outcome(work, limit: nil, isCancellable: false)
  }
}
