import CPostgres
import Logging

/// One connection of libpq. Only who holds the lock of its workplace touches it.
final class Connection {
  enum Kind { case reader, exclusive, dedicated, listener }

  enum State {
    case down
    case connecting(deadline: ContinuousClock.Instant)
    /// Connected; its session is being set up.
    case settling(deadline: ContinuousClock.Instant)
    case ready
  }

  enum Mode {
    case pipeline
    /// One text of statements, or a copy, is under way outside the pipeline.
    case script
    case copyIn
    case copyOut
  }

  let id: ConnectionID
  let kind: Kind
  let configuration: PostgresConfiguration
  let logger: Logger
  unowned let dispatcher: Dispatcher

  var pointer: OpaquePointer?
  var state = State.down
  var mode = Mode.pipeline
  var prepared = PreparedStatements()
  /// Sent and not yet answered, oldest first.
  var exchanges: [Exchange] = []
  /// Waits until what is under way has come back.
  var backlog: [Request] = []
  /// The part of a copy that is under way: a chunk going out or one awaited.
  var copyStep: Request?
  var tenancy: Tenancy?
  var needsFlush = false
  /// A cancel request is on its way: whatever is sent now could be hit by it.
  var isCancelling = false
  /// Counts cancel requests, so that a late answer to an old one is not taken for the present one's.
  var cancellations = 0
  /// The last sign of life while something is under way.
  var lastProgress = ContinuousClock.now

  /// The socket whose readiness is watched; −1 is none.
  private(set) var watched: Int32 = -1
  private var watchedEvents = (reading: false, writing: false)
  let notices: NoticeSink

  init(
    id: ConnectionID, kind: Kind, configuration: PostgresConfiguration, logger: Logger,
    dispatcher: Dispatcher
  ) {
    self.id = id
    self.kind = kind
    self.configuration = configuration
    self.logger = logger
    self.dispatcher = dispatcher
    notices = NoticeSink(logger: logger)
  }

  var isReady: Bool {
    if case .ready = state { return true }
    return false
  }

  var isDown: Bool {
    if case .down = state { return true }
    return false
  }

  var isIdle: Bool {
    exchanges.isEmpty && backlog.isEmpty && copyStep == nil && mode == .pipeline && !isCancelling
  }

  /// Asks for readiness of what the connection waits for now.
  func watch(reading: Bool, writing: Bool) {
    let descriptor = PQsocket(pointer)
    guard descriptor >= 0 else { return }
    if descriptor == watched, watchedEvents == (reading, writing) { return }
    dispatcher.epoll.watch(descriptor, token: id, reading: reading, writing: writing)
    watched = descriptor
    watchedEvents = (reading, writing)
  }

  func ready() {
    switch state {
    case .down: break
    case .connecting: continueConnecting()
    case .settling: settle()
    case .ready: if kind == .listener { dispatcher.listener.receive() } else { receive() }
    }
  }

  /// Throws away the connection and answers all that it owed.
  func lose(_ error: PostgresError) {
    let lost = exchanges
    let waiting = backlog + (copyStep.map { [$0] } ?? [])
    disconnect()
    for exchange in lost { exchange.lose(error) }
    for request in waiting { request.fail(error) }
    dispatcher.connectionEnded(self, error)
  }

  func disconnect() {
    exchanges = []
    backlog = []
    copyStep = nil
    prepared = PreparedStatements()
    mode = .pipeline
    state = .down
    needsFlush = false
    isCancelling = false
    forget()
    if let pointer { PQfinish(pointer) }
    pointer = nil
  }

  func forget() {
    if watched >= 0 { dispatcher.epoll.forget(watched) }
    watched = -1
    watchedEvents = (false, false)
  }
}

/// Notices may quote data, so that only their code is logged.
final class NoticeSink {
  private let logger: Logger

  init(logger: Logger) {
    self.logger = logger
  }

  static func receive(_ sink: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
    guard let sink else { return }
    Unmanaged<NoticeSink>.fromOpaque(sink).takeUnretainedValue().logger.debug(
      "The database sent a notice.",
      metadata: ["sqlstate": "\(PostgresError.noticeCode(result))"])
  }
}
