import CPostgres

extension Connection {
  /// Sends now, or as soon as what is under way has come back.
  func submit(_ request: Request) {
    if case .copyChunk = request.work { return continueCopy(request) }
    if case .copyEnd = request.work { return continueCopy(request) }
    if case .copyNext = request.work { return continueCopy(request) }
    if mode == .copyIn || mode == .copyOut {
      interruptCopy(request)
    } else if isIdle {
      start(request)
    } else {
      backlog.append(request)
    }
  }

  func startBacklog() {
    if isReady, exchanges.isEmpty, copyStep == nil, mode == .pipeline, !isCancelling,
      !backlog.isEmpty
    {
      start(backlog.removeFirst())
    }
  }

  private func start(_ request: Request) {
    switch request.work {
    case .pipeline(let prologue, let calls, let end):
      sendPipeline(request, prologue + takePrologue(), calls, end, isRetry: false)
    case .describe(let statement):
      sendDescribe(request, statement)
    case .script(let text):
      afterPrologue(request) { $0.sendSimple(request, text, mode: .script) }
    case .copyIn(let sql), .copyOut(let sql):
      afterPrologue(request) { $0.sendSimple(request, sql, mode: .script) }
    case .copyChunk, .copyEnd, .copyNext:
      request.fail(.misuse("no copy is under way"))
    }
  }

  private func takePrologue() -> [Call] {
    guard let tenancy else { return [] }
    defer { tenancy.prologue = [] }
    return tenancy.prologue
  }

  /// What cannot travel in a pipeline waits for `begin` to be done.
  private func afterPrologue(_ request: Request, _ next: @escaping (Connection) -> Void) {
    let prologue = takePrologue()
    if prologue.isEmpty { return next(self) }
    let exchange = Exchange(request: nil, prologue: prologue)
    exchange.then = { [unowned self] error in
      if let error { request.fail(error) } else { next(self) }
    }
    queue(exchange, prologue: prologue, calls: [], end: .none)
  }

  func sendPipeline(
    _ request: Request, _ prologue: [Call], _ calls: [Call], _ end: Work.End, isRetry: Bool
  ) {
    let exchange = Exchange(request: request, prologue: prologue)
    exchange.isRetry = isRetry
    queue(exchange, prologue: prologue, calls: calls, end: end)
  }

  private func queue(
    _ exchange: Exchange, prologue: [Call], calls: [Call], end: Work.End
  ) {
    if exchanges.isEmpty { lastProgress = .now }
    exchanges.append(exchange)
    var isSent = true
    for call in prologue { isSent = isSent && send(call, in: exchange) { .control($0) } }
    for call in calls { isSent = isSent && send(call, in: exchange) { .call($0) } }
    switch end {
    case .none: break
    case .commit:
      exchange.sendsCommit = true
      isSent = isSent && sendPlain("commit", in: exchange, as: .commit)
    case .rollback:
      isSent = isSent && sendPlain("rollback", in: exchange, as: .control(nil))
    }
    sync(exchange, isSent: isSent)
  }

  private func sync(_ exchange: Exchange, isSent: Bool) {
    exchange.steps.append(.sync)
    guard isSent, PQpipelineSync(pointer) == 1 else {
      return lose(.connectionLost("a statement could not be sent"))
    }
    flush()
  }

  /// For a transaction that has failed.
  func sendRollback() {
    let exchange = Exchange(request: nil, prologue: [])
    exchanges.append(exchange)
    sync(exchange, isSent: sendPlain("rollback", in: exchange, as: .control(nil)))
  }

  /// Not prepared, because it must work even after the session has forgotten what was.
  private func sendPlain(_ sql: String, in exchange: Exchange, as step: Exchange.Step) -> Bool {
    exchange.steps.append(step)
    return PQsendQueryParams(pointer, sql, 0, nil, nil, nil, nil, 1) == 1
  }

  private func sendDescribe(_ request: Request, _ statement: Statement) {
    let exchange = Exchange(request: request, prologue: [])
    if exchanges.isEmpty { lastProgress = .now }
    exchanges.append(exchange)
    exchange.steps = [.control(nil), .describe]
    let isSent =
      PQsendPrepare(pointer, "", statement.sql, 0, nil) == 1
      && PQsendDescribePrepared(pointer, "") == 1
    sync(exchange, isSent: isSent)
  }

  private func send(
    _ call: Call, in exchange: Exchange, as step: (PreparedStatements.Entry) -> Exchange.Step
  ) -> Bool {
    let entry = prepared.entry(for: call)
    if entry.state == .unsent {
      guard
        PQsendPrepare(
          pointer, entry.serverName, entry.statement.sql, Int32(entry.types.count), entry.types)
          == 1
      else { return false }
      entry.state = .sent
      exchange.steps.append(.prepare(entry))
    }
    exchange.steps.append(step(entry))
    return call.binds.withPointers { values, lengths, formats in
      PQsendQueryPrepared(
        pointer, entry.serverName, Int32(lengths.count), values.baseAddress, lengths.baseAddress,
        formats.baseAddress, 1) == 1
    }
  }

  func flush() {
    let status = PQflush(pointer)
    if status < 0 { return lose(.connectionLost("the server closed the connection")) }
    needsFlush = status == 1
    watchForWork()
  }

  func watchForWork() {
    // Unread rows of a copy stay with the server until somebody asks for them.
    watch(reading: mode != .copyOut || copyStep != nil, writing: needsFlush)
  }
}

extension Binds {
  /// Pointers to the values as libpq wants them; nil is null.
  fileprivate func withPointers<Outcome>(
    _ body: (
      UnsafeBufferPointer<UnsafePointer<CChar>?>, UnsafeBufferPointer<Int32>,
      UnsafeBufferPointer<Int32>
    ) -> Outcome
  ) -> Outcome {
    let count = lengths.count
    return withUnsafeTemporaryAllocation(of: UnsafePointer<CChar>?.self, capacity: count) {
      values in
      withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { formats in
        formats.initialize(repeating: 1)
        return lengths.withUnsafeBufferPointer { lengths in
          bytes.withUnsafeBytes { bytes in
            var next = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) ?? Self.empty
            for index in 0..<count {
              let isNull = lengths[index] < 0
              values.initializeElement(at: index, to: isNull ? nil : next)
              if !isNull { next += Int(lengths[index]) }
            }
            return body(UnsafeBufferPointer(values), lengths, UnsafeBufferPointer(formats))
          }
        }
      }
    }
  }

  /// Where a value without bytes is: libpq takes a null pointer for a null.
  nonisolated(unsafe) private static let empty: UnsafePointer<CChar> = {
    let byte = UnsafeMutablePointer<CChar>.allocate(capacity: 1)
    byte.initialize(to: 0)
    return UnsafePointer(byte)
  }()
}
