import CPostgres

/// Connecting without blocking, but for the look-up of a host's name, which libpq cannot do so.
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

  func continueConnecting() {
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

  func settle() {
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
    dispatcher.connectionBegan(self)
  }

  private func refuse() {
    let reason = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
    let oneLine = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    lose(.connectionRefused(oneLine.isEmpty ? "no reason given" : oneLine))
  }
}
