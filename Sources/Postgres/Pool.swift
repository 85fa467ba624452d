import Logging
import Synchronization

/// Connections to one database, with a thread that waits for their answers.
///
/// A lost connection fails what was under way on it and is made again when there is work.
package final class Pool: Sendable {
  private let workplace: Workplace
  private let lastID = Atomic<UInt64>(0)

  package init(configuration: PostgresConfiguration, logger: Logger) {
    workplace = Workplace(configuration: configuration, logger: logger)
    workplace.start()
  }

  deinit {
    _ = workplace.post(.abandon)
  }

  /// Runs one short transaction in a single round trip and returns the rows of each call.
  ///
  /// Reads at the default isolation share connections; a slow one delays those behind it, so long
  /// reports belong into `transaction`. Throws the first error; nothing is committed then, except
  /// that the outcome of `commitUnknown` is open.
  package func once(
    _ settings: TransactionSettings, _ calls: [Call]
  ) async throws(PostgresError) -> [Rows] {
    guard calls.allSatisfy({ $0.isWithinLimits }) else {
      throw .misuse("a statement has more than 65535 values")
    }
    var prologue: [Call] = []
    let shares = settings.access == .read && settings.isolation == .readCommitted
    // On a shared connection a pipeline is a transaction by itself, which ends where it ends:
    // an explicit one would, after an error, swallow what others have sent behind it.
    if !shares { prologue.append(Call(settings.begin, [])) }
    if let apply = try settings.apply() { prologue.append(apply) }
    let work = Work.pipeline(prologue: prologue, calls: calls, end: shares ? .none : .commit)
    let outcome = await ask(work, limit: settings.statementTimeout, isCancellable: true) {
      [workplace] request in
      shares ? workplace.read(request) : workplace.post(.once(request, .write))
    }
    return try outcome.get().rows
  }

  /// Runs a transaction on a connection of its own: committed when the body returns, rolled back
  /// when it throws. `begin` and settings travel with the first statement.
  package func transaction<Outcome: Sendable>(
    _ settings: TransactionSettings, _ body: (Transaction) async throws -> Outcome
  ) async throws -> Outcome {
    try await withSession(dedicated: false) { session in
      try await session.transaction(settings, body)
    }
  }

  /// Opens a connection for the body alone, without a limit of time for its statements: for
  /// migrations, long reports and session state such as advisory locks.
  package func withConnection<Outcome: Sendable>(
    _ body: (DedicatedConnection) async throws -> Outcome
  ) async throws -> Outcome {
    try await withSession(dedicated: true) { session in
      try await body(DedicatedConnection(session: session))
    }
  }

  /// Notifications of a channel until the stream is dropped. After a loss the channel is listened
  /// to again, and an `established` tells that some may have been missed.
  package func listen(_ channel: String) -> AsyncStream<Notification> {
    let id = newID()
    let (stream, continuation) = AsyncStream.makeStream(
      of: Notification.self, bufferingPolicy: .bufferingNewest(1024))
    continuation.onTermination = { [weak self] _ in
      _ = self?.workplace.post(.unlisten(channel: channel, id: id))
    }
    if !workplace.post(.listen(channel: channel, id: id, continuation)) { continuation.finish() }
    return stream
  }

  /// Refuses new work, lets what is under way finish for up to ten seconds, and disconnects.
  package func close() async {
    await withUnsafeContinuation { continuation in
      if !workplace.post(.close(continuation)) { continuation.resume() }
    }
  }

  private func withSession<Outcome>(
    dedicated: Bool, _ body: (Session) async throws -> Outcome
  ) async throws -> Outcome {
    let id = newID()
    guard workplace.post(.open(id, dedicated: dedicated)) else {
      throw PostgresError.misuse("the pool is closed")
    }
    defer { _ = workplace.post(.release(id)) }
    return try await body(Session(pool: self, id: id))
  }

  func newID() -> UInt64 {
    lastID.add(1, ordering: .relaxed).newValue
  }

  @discardableResult
  func post(_ message: Message) -> Bool {
    workplace.post(message)
  }

  /// Hands work to the connections and waits for its answer.
  ///
  /// - Parameter post: false if the request was not taken.
  func ask(
    _ work: Work, limit: Duration?, isCancellable: Bool, _ post: (Request) -> Bool
  ) async -> Result<Reply, PostgresError> {
    let id = newID()
    return await withTaskCancellationHandler {
      await withUnsafeContinuation { continuation in
        let request = Request(
          id: id, work: work, statementTimeout: limit, answer: continuation)
        if isCancellable, Task.isCancelled { return request.fail(.cancelled) }
        guard post(request) else {
          return request.fail(.misuse("the pool is closed"))
        }
        // Cancelled in between: the handler's message may have overtaken this one.
        if isCancellable, Task.isCancelled { _ = workplace.post(.cancel(id)) }
      }
    } onCancel: {
      if isCancellable { _ = workplace.post(.cancel(id)) }
    }
  }
}

extension Call {
  /// The protocol counts values in two bytes.
  var isWithinLimits: Bool { binds.types.count <= 65_535 }
}

extension Reply {
  var rows: [Rows] {
    if case .rows(let rows) = self { return rows }
    return []
  }
}
