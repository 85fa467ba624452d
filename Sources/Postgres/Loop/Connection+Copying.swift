import CPostgres
import Glibc

/// Texts of several statements and copies, which libpq refuses inside a pipeline.
extension Connection {
  func sendSimple(_ request: Request, _ sql: String, mode: Mode) {
    let exchange = Exchange(request: request, prologue: [])
    lastProgress = .now
    guard exchanges.isEmpty, PQexitPipelineMode(pointer) == 1 else {
      return request.fail(.misuse("statements of this transaction are still under way"))
    }
    exchanges.append(exchange)
    self.mode = mode
    guard PQsendQuery(pointer, sql) == 1 else {
      return lose(.connectionLost("a statement could not be sent"))
    }
    flush()
  }

  func receiveSimple() {
    if mode == .copyOut { return continueCopyOut() }
    while mode == .script, let exchange = exchanges.first, PQisBusy(pointer) == 0 {
      guard let result = PQgetResult(pointer) else { return finishSimple(exchange) }
      switch PQresultStatus(result) {
      case PGRES_COPY_IN: beginCopy(exchange, .copyIn)
      case PGRES_COPY_OUT: beginCopy(exchange, .copyOut)
      case PGRES_FATAL_ERROR:
        let error = PostgresError(result: result, isCancelled: exchange.isCancelled)
        if exchange.error == nil { exchange.error = error }
        if case .connectionLost = error {
          PQclear(result)
          return lose(error)
        }
      case PGRES_COPY_BOTH, PGRES_BAD_RESPONSE:
        PQclear(result)
        return lose(.connectionLost("the server answered out of turn"))
      default:
        exchange.rows = [Rows(ResultHandle(result))]
        continue
      }
      PQclear(result)
    }
  }

  private func beginCopy(_ exchange: Exchange, _ wanted: Mode) {
    switch (exchange.request?.work, wanted) {
    case (.copyIn, .copyIn), (.copyOut, .copyOut):
      mode = wanted
      exchange.request?.succeed(.rows([]))
      exchange.isAnswered = true
      watchForWork()
    default:
      lose(.misuse("a copy needs copyIn or copyOut"))
    }
  }

  private func finishSimple(_ exchange: Exchange) {
    exchanges.removeFirst()
    mode = .pipeline
    let step = copyStep
    copyStep = nil
    guard PQenterPipelineMode(pointer) == 1 else {
      step?.fail(.connectionLost("the server closed the connection"))
      exchange.lose(.connectionLost("the server closed the connection"))
      return lose(.connectionLost("the server closed the connection"))
    }
    watchForWork()
    if let error = exchange.error {
      if let tenancy, tenancy.firstError == nil { tenancy.firstError = error }
      step?.fail(error)
      exchange.answer(.failure(error))
    } else if case .copyNext = step?.work {
      step?.succeed(.chunk(nil))
    } else {
      step?.succeed(.rows(exchange.rows))
      exchange.answer(.success(.rows(exchange.rows)))
    }
  }

  func continueCopy(_ request: Request) {
    guard copyStep == nil else {
      return request.fail(.misuse("a copy is read or written by one task at a time"))
    }
    switch (request.work, mode) {
    case (.copyChunk(let bytes), .copyIn):
      let count = Int32(bytes.count)
      let isSent = bytes.withUnsafeBytes { bytes in
        PQputCopyData(pointer, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), count) == 1
      }
      guard isSent else {
        request.fail(.connectionLost("the server closed the connection"))
        return lose(.connectionLost("the server closed the connection"))
      }
      copyStep = request
      flush()
      finishCopyChunk()
    case (.copyEnd(let abort), .copyIn):
      guard PQputCopyEnd(pointer, abort ? "the copy was given up" : nil) == 1 else {
        request.fail(.connectionLost("the server closed the connection"))
        return lose(.connectionLost("the server closed the connection"))
      }
      copyStep = request
      mode = .script
      lastProgress = .now
      flush()
      if isReady { receive() }
    case (.copyNext, .copyOut):
      copyStep = request
      lastProgress = .now
      continueCopyOut()
      if isReady { watchForWork() }
    default:
      // The copy has ended before, with an error that its caller has seen.
      request.fail(tenancy?.firstError ?? .misuse("no copy is under way"))
    }
  }

  /// A chunk is done when the kernel has it: that is the back-pressure of a copy.
  func finishCopyChunk() {
    if mode == .copyIn, !needsFlush, let step = copyStep {
      copyStep = nil
      step.succeed(.rows([]))
    }
  }

  /// Gathers rows to chunks, as many as have arrived.
  private func continueCopyOut() {
    guard let step = copyStep, case .copyNext = step.work else { return }
    var chunk: [UInt8] = []
    var hasEnded = false
    while chunk.count < Self.chunkSize {
      var row: UnsafeMutablePointer<CChar>?
      let length = PQgetCopyData(pointer, &row, 1)
      if length <= 0 {
        hasEnded = length < 0
        break
      }
      if let row {
        chunk.append(contentsOf: UnsafeRawBufferPointer(start: row, count: Int(length)))
        PQfreemem(row)
      }
    }
    if !chunk.isEmpty {
      copyStep = nil
      step.succeed(.chunk(chunk))
      // Its end is found again by the next request.
    } else if hasEnded {
      mode = .script
      receiveSimple()
    }
  }

  /// The server answers nothing else until a copy has ended, which for a reader who has left could
  /// be millions of rows away. Closing the connection rolls back at once.
  func interruptCopy(_ request: Request) {
    if case .pipeline(_, _, .rollback) = request.work {
      request.succeed(.rows([]))
      lose(.connectionLost("its transaction was given up halfway"))
    } else {
      request.fail(.misuse("a copy is under way"))
    }
  }

  private static let chunkSize = 65_536
}
