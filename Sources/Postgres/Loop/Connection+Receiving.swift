import CPostgres

extension Connection {
  /// Reads what has come and answers whom it belongs to.
  func receive() {
    if needsFlush {
      flush()
      guard isReady else { return }
      finishCopyChunk()
    }
    let isAlive = PQconsumeInput(pointer) == 1
    lastProgress = .now
    if mode == .pipeline { receivePipeline() } else { receiveSimple() }
    guard isReady else { return }
    if !isAlive || PQstatus(pointer) == CONNECTION_BAD {
      return lose(.connectionLost("the server closed the connection"))
    }
    startBacklog()
    if isReady { dispatcher.connectionAdvanced(self) }
  }

  private func receivePipeline() {
    while mode == .pipeline, let exchange = exchanges.first, PQisBusy(pointer) == 0 {
      guard let result = PQgetResult(pointer) else {
        exchange.step += 1
        continue
      }
      if PQresultStatus(result) == PGRES_PIPELINE_SYNC {
        PQclear(result)
        complete(exchange)
      } else {
        take(result, for: exchange)
      }
      guard isReady else { return }
    }
  }

  private func take(_ result: OpaquePointer, for exchange: Exchange) {
    let handle = ResultHandle(result)
    let step = exchange.steps[min(exchange.step, exchange.steps.count - 1)]
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY:
      succeed(step, handle, exchange)
    case PGRES_FATAL_ERROR:
      fail(step, result, exchange)
    case PGRES_PIPELINE_ABORTED:
      if case .prepare(let entry) = step { prepared.forget(entry) }
    default:
      lose(.misuse("a copy cannot be part of a pipeline"))
    }
  }

  private func succeed(_ step: Exchange.Step, _ result: ResultHandle, _ exchange: Exchange) {
    switch step {
    case .prepare(let entry):
      entry.state = .ready
    case .call:
      exchange.rows.append(Rows(result))
    case .describe:
      exchange.description = StatementDescription(result)
    case .commit:
      // PostgreSQL answers the commit of a failed transaction by rolling it back, without an error.
      if String(cString: PQcmdStatus(result.pointer)) == "ROLLBACK", exchange.error == nil {
        exchange.error = tenancy?.firstError ?? .misuse("a failed transaction cannot be committed")
      }
    case .control, .sync:
      break
    }
  }

  private func fail(_ step: Exchange.Step, _ result: OpaquePointer, _ exchange: Exchange) {
    let error = PostgresError(result: result, isCancelled: exchange.isCancelled)
    if case .connectionLost = error { return lose(error) }
    if exchange.error == nil { exchange.error = error }
    switch step {
    case .prepare(let entry):
      prepared.forget(entry)
    case .call(let entry), .control(let entry?):
      switch PostgresError.staleness(result) {
      case .none: break
      case .statement:
        prepared.forget(entry)
        exchange.isStale = true
      case .session:
        prepared.forgetAll()
        exchange.isStale = true
      }
    case .control(nil), .commit, .describe, .sync:
      break
    }
  }

  /// Its synchronisation point has come back.
  private func complete(_ exchange: Exchange) {
    exchanges.removeFirst()
    let status = PQtransactionStatus(pointer)
    if exchange.isStale, !exchange.isRetry, resend(exchange, status) { return }
    if tenancy == nil, exchanges.isEmpty, status != PQTRANS_IDLE {
      sendRollback()
    }
    if let error = exchange.error {
      if let tenancy, tenancy.firstError == nil { tenancy.firstError = error }
      exchange.answer(.failure(error))
    } else if let description = exchange.description {
      exchange.answer(.success(.description(description)))
    } else {
      exchange.answer(.success(.rows(exchange.rows)))
    }
  }

  /// Only what holds its whole transaction so far can be sent again.
  private func resend(_ exchange: Exchange, _ status: PGTransactionStatusType) -> Bool {
    guard let request = exchange.request, !exchange.isAnswered, !exchange.isCancelled,
      case .pipeline(_, let calls, let end) = request.work,
      status == PQTRANS_IDLE || !exchange.prologue.isEmpty
    else { return false }
    if status != PQTRANS_IDLE { sendRollback() }
    guard isReady else {
      exchange.lose(.connectionLost("the server closed the connection"))
      return true
    }
    sendPipeline(request, exchange.prologue, calls, end, isRetry: true)
    return true
  }
}

extension StatementDescription {
  fileprivate init(_ result: ResultHandle) {
    let pointer = result.pointer
    parameters = (0..<PQnparams(pointer)).map { PostgresType(rawValue: PQparamtype(pointer, $0)) }
    columns = (0..<PQnfields(pointer)).map {
      Column(
        name: PQfname(pointer, $0).map { String(cString: $0) } ?? "",
        type: PostgresType(rawValue: PQftype(pointer, $0)))
    }
  }
}
