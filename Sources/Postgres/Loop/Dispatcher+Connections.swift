import CPostgres
import Dispatch
import Logging

/// What connections report, and what is cancelled.
extension Dispatcher {
  func connectionBegan(_ connection: Connection) {
    if outage.since != nil { logger.info("The database is reached again.") }
    outage.ended()
    switch connection.kind {
    case .reader: assignReads()
    case .exclusive: assignWaiters()
    case .dedicated:
      if let tenancy = connection.tenancy { settle(tenancy, on: connection) }
    case .listener: listener.connected()
    }
  }

  /// Something has come back, so something else may start.
  func connectionAdvanced(_ connection: Connection) {
    switch connection.kind {
    case .reader: if !reads.isEmpty { assignReads() }
    case .exclusive: if !waiters.isEmpty { assignWaiters() }
    case .dedicated, .listener: break
    }
  }

  func connectionEnded(_ connection: Connection, _ error: PostgresError) {
    if case .connectionRefused(let reason) = error {
      // Attempts go on for as long as there is work; one line tells of them all.
      let level: Logger.Level = outage.reason == reason ? .debug : .warning
      outage.failed(reason, at: .now)
      logger.log(
        level: level, "No connection to the database.", metadata: ["reason": "\(reason)"])
    } else if case .misuse = error {
      // Ended by us.
    } else {
      logger.warning("A connection to the database was lost.", metadata: ["error": "\(error)"])
    }
    if let tenancy = connection.tenancy {
      connection.tenancy = nil
      tenancy.connection = nil
      fail(.tenancy(tenancy), error)
    }
    switch connection.kind {
    case .reader: if !reads.isEmpty { assignReads() }
    case .exclusive: if !waiters.isEmpty { assignWaiters() }
    case .dedicated: connections[connection.id] = nil
    case .listener: listener.disconnected()
    }
  }

  func cancel(_ id: RequestID) {
    if let index = reads.firstIndex(where: { $0.element.id == id }) {
      return reads.remove(at: index).element.fail(.cancelled)
    }
    for (index, waiter) in waiters.enumerated() {
      if case .once(let request) = waiter.element, request.id == id {
        waiters.remove(at: index)
        return request.fail(.cancelled)
      }
    }
    for tenancy in tenancies.values {
      if let index = tenancy.waiting.firstIndex(where: { $0.id == id }) {
        tenancy.waiting.remove(at: index).fail(.cancelled)
        if tenancy.waiting.isEmpty { forgetWaiter(tenancy) }
        return
      }
    }
    for connection in connections.values where connection.cancel(id) { return }
  }

  private func forgetWaiter(_ tenancy: Tenancy) {
    waiters.removeAll {
      if case .tenancy(let waiter) = $0.element { return waiter === tenancy }
      return false
    }
  }

  func cancelDelivered(_ id: ConnectionID, _ count: Int) {
    guard let connection = connections[id], connection.cancellations == count else { return }
    connection.isCancelling = false
    connection.startBacklog()
    if connection.isReady { connectionAdvanced(connection) }
  }
}

extension Connection {
  /// True if the request was found here.
  func cancel(_ id: RequestID) -> Bool {
    if let index = backlog.firstIndex(where: { $0.id == id }) {
      backlog.remove(at: index).fail(.cancelled)
      return true
    }
    if let step = copyStep, step.id == id {
      exchanges.first?.isCancelled = true
      sendCancel()
      return true
    }
    guard let exchange = exchanges.first(where: { $0.request?.id == id }) else { return false }
    exchange.isCancelled = true
    // On a shared connection a cancel request may hit the statement of somebody else.
    if exchanges.count == 1 { sendCancel() }
    // A read has no outcome to wait for; a write may have been committed all the same.
    if kind == .reader { exchange.answer(.failure(.cancelled)) }
    return true
  }

  /// `PQcancel` blocks, so that it runs elsewhere; nothing is sent here until it is done.
  private func sendCancel() {
    guard !isCancelling, let handle = PQgetCancel(pointer) else { return }
    isCancelling = true
    cancellations += 1
    let cancel = CancelHandle(handle)
    let (inbox, id, count) = (dispatcher.inbox, id, cancellations)
    Self.cancelQueue.async {
      cancel.send()
      _ = inbox.post(.cancelDelivered(id, count: count))
    }
  }

  private static let cancelQueue = DispatchQueue(
    label: "postgres.cancel", attributes: .concurrent)

  /// Makes the connection of an ended tenancy fit for the next one.
  func vacate() {
    guard isReady else { return }
    let isHalfway = mode != .pipeline || copyStep != nil
    if isHalfway { return lose(.connectionLost("its transaction was given up halfway")) }
    let waiting = backlog
    backlog = []
    for request in waiting { request.fail(.misuse("the transaction has ended")) }
    if exchanges.isEmpty, PQtransactionStatus(pointer) != PQTRANS_IDLE { sendRollback() }
  }

  func checkTime(_ now: ContinuousClock.Instant) {
    switch state {
    case .down: break
    case .connecting(let deadline), .settling(let deadline):
      if now >= deadline { lose(.connectionRefused("the server did not answer in time")) }
    case .ready:
      guard kind == .reader || kind == .exclusive, let exchange = exchanges.first,
        mode == .pipeline || mode == .script
      else { return }
      let limit = exchange.request?.statementTimeout ?? configuration.statementTimeout
      // The server ends a statement by itself; only one that is out of reach stays silent.
      if limit > .zero, now - lastProgress > limit + .seconds(5) { lose(.timedOut) }
    }
  }
}

/// Unchecked, because libpq allows any thread to use one and it is used by one at a time.
private final class CancelHandle: @unchecked Sendable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  func send() {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
      // Its failure leaves the statement to its time limit.
      _ = PQcancel(pointer, buffer.baseAddress, 256)
    }
  }

  deinit {
    PQfreeCancel(pointer)
  }
}
