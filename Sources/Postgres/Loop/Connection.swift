import CPostgres
import Logging

/// One connection of libpq. Lives on the thread of its dispatcher and is never seen by another.
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
  /// The last sign of life while something is under way.
  var lastProgress = ContinuousClock.now

  private var watched: Int32 = -1
  private var watchedEvents = (reading: false, writing: false)
  private let notices: NoticeSink

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
    case .connecting: pollConnection()
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
    forget()
    if let pointer { PQfinish(pointer) }
    pointer = nil
  }

  private func forget() {
    if watched >= 0 { dispatcher.epoll.forget(watched) }
    watched = -1
    watchedEvents = (false, false)
  }
}

// MARK: connecting without blocking

extension Connection {
  func connect() {
    let deadline = ContinuousClock.now + configuration.connectTimeout
    let fresh = withKeywords { PQconnectStartParams($0, $1, 1) }
    guard let fresh else { return lose(.connectionRefused("out of memory")) }
    pointer = fresh
    state = .connecting(deadline: deadline)
    PQsetNoticeReceiver(
      fresh, { sink, result in NoticeSink.receive(sink, result) },
      Unmanaged.passUnretained(notices).toOpaque())
    if PQstatus(fresh) == CONNECTION_BAD { return refuse() }
    watch(reading: false, writing: true)
  }

  /// Keywords after `dbname` win over those inside the connection string.
  private func withKeywords<Outcome>(
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Outcome
  ) -> Outcome {
    configuration.conninfo.withCString { conninfo in
      configuration.applicationName.withCString { name in
        "dbname".withCString { first in
          "application_name".withCString { second in
            "client_encoding".withCString { third in
              "UTF8".withCString { body([first, second, third, nil], [conninfo, name, $0, nil]) }
            }
          }
        }
      }
    }
  }

  private func pollConnection() {
    let status = PQconnectPoll(pointer)
    // libpq may have moved on to another address, with another socket of the same number.
    if PQsocket(pointer) != watched { forget() }
    switch status {
    case PGRES_POLLING_READING:
      watch(reading: true, writing: false)
    case PGRES_POLLING_WRITING:
      forget()
      watch(reading: false, writing: true)
    case PGRES_POLLING_OK:
      beginSession()
    default:
      refuse()
    }
  }

  private func beginSession() {
    PQsetnonblocking(pointer, 1)
    let limit = kind == .dedicated || kind == .listener ? .zero : configuration.statementTimeout
    let readOnly = kind == .reader ? "on" : "off"
    let setup = """
      set statement_timeout = \(limit.wholeMilliseconds);
      set default_transaction_read_only = \(readOnly)
      """
    guard PQsendQuery(pointer, setup) == 1 else { return refuse() }
    state = .settling(deadline: ContinuousClock.now + configuration.connectTimeout)
    settle()
  }

  private func settle() {
    let pending = PQflush(pointer)
    guard pending >= 0, PQconsumeInput(pointer) == 1 else { return refuse() }
    watch(reading: true, writing: pending == 1)
    while PQisBusy(pointer) == 0 {
      guard let result = PQgetResult(pointer) else { return becomeReady() }
      defer { PQclear(result) }
      if PQresultStatus(result) == PGRES_FATAL_ERROR { return refuse() }
    }
  }

  private func becomeReady() {
    if kind != .listener, PQenterPipelineMode(pointer) != 1 { return refuse() }
    state = .ready
    isCancelling = false
    dispatcher.connectionBegan(self)
  }

  private func refuse() {
    let reason = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
    let oneLine = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    lose(.connectionRefused(oneLine.isEmpty ? "no reason given" : oneLine))
  }
}

/// Notices may quote data, so that only their code is logged.
private final class NoticeSink {
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
