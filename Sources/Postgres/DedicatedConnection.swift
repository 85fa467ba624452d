/// A connection that nobody else uses. It is closed at the end, with whatever its session held.
package struct DedicatedConnection: Sendable {
  let session: Session

  package func transaction<Outcome: Sendable>(
    _ settings: TransactionSettings, _ body: (Transaction) async throws -> Outcome
  ) async throws -> Outcome {
    try await session.transaction(settings, body)
  }

  /// Outside of a transaction: each call is one by itself.
  package func fetch(_ call: Call) async throws(PostgresError) -> Rows {
    try await Transaction(session: session, limit: nil).fetch(call)
  }

  /// Any number of statements in one text, such as `create database`; without values or rows.
  package func script(_ text: String) async throws(PostgresError) {
    try await Transaction(session: session, limit: nil).script(text)
  }

  /// What the server makes of a statement, without running it.
  package func describe(_ statement: Statement) async throws(PostgresError) -> StatementDescription
  {
    let reply = try await session.ask(.describe(statement), limit: nil, isCancellable: true)
    guard case .description(let description) = reply else {
      throw .misuse("a description was answered by something else")
    }
    return description
  }
}
