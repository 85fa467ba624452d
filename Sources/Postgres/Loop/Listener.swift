import CPostgres
import Logging

/// One connection that listens to every channel somebody wants.
final class Listener {
  typealias Stream = AsyncStream<Notification>.Continuation

  private unowned let dispatcher: Dispatcher
  private var channels: [String: [UInt64: Stream]] = [:]
  private var connection: Connection?
  /// Statements to send, one after the other.
  private var commands: [(sql: String, channel: String?)] = []
  private var underWay: (sql: String, channel: String?)?

  init(dispatcher: Dispatcher) {
    self.dispatcher = dispatcher
  }

  var isWaiting: Bool { !channels.isEmpty && (connection?.isDown ?? true) }

  func add(_ stream: Stream, id: UInt64, to channel: String) {
    let isNew = channels[channel] == nil
    channels[channel, default: [:]][id] = stream
    guard let connection, connection.isReady else { return connect() }
    if isNew {
      queue(listen: channel)
    } else {
      stream.yield(.established(channel: channel))
    }
  }

  func remove(_ id: UInt64, from channel: String) {
    channels[channel]?[id] = nil
    guard channels[channel]?.isEmpty == true else { return }
    channels[channel] = nil
    if connection?.isReady == true {
      commands.append(("unlisten \(Self.quoted(channel))", nil))
      sendNext()
    }
  }

  func connected() {
    for channel in channels.keys { queue(listen: channel) }
    receive()
  }

  func disconnected() {
    commands = []
    underWay = nil
    connect()
  }

  func checkTime(_ now: ContinuousClock.Instant) {
    if isWaiting { connect() }
  }

  func finish() {
    for streams in channels.values {
      for stream in streams.values { stream.finish() }
    }
    channels = [:]
  }

  func receive() {
    guard let connection, connection.isReady else { return }
    let isAlive = PQconsumeInput(connection.pointer) == 1
    receiveResults(connection)
    receiveNotifications(connection)
    if !isAlive || PQstatus(connection.pointer) == CONNECTION_BAD {
      connection.lose(.connectionLost("the server closed the connection"))
    } else {
      connection.flush()
    }
  }

  private func connect() {
    guard !channels.isEmpty, dispatcher.outage.mayTry(.now), dispatcher.closing == nil else {
      return
    }
    let connection = connection ?? dispatcher.makeConnection(.listener)
    self.connection = connection
    if connection.isDown { connection.connect() }
  }

  private func queue(listen channel: String) {
    commands.append(("listen \(Self.quoted(channel))", channel))
    sendNext()
  }

  private func sendNext() {
    guard underWay == nil, !commands.isEmpty, let connection, connection.isReady else { return }
    let command = commands.removeFirst()
    underWay = command
    guard PQsendQuery(connection.pointer, command.sql) == 1 else {
      return connection.lose(.connectionLost("a statement could not be sent"))
    }
    connection.flush()
  }

  private func receiveResults(_ connection: Connection) {
    while underWay != nil, PQisBusy(connection.pointer) == 0 {
      if let result = PQgetResult(connection.pointer) {
        if PQresultStatus(result) == PGRES_FATAL_ERROR {
          dispatcher.logger.error(
            "A channel cannot be listened to.",
            metadata: ["sqlstate": "\(PostgresError.noticeCode(result))"])
        }
        PQclear(result)
      } else {
        if let channel = underWay?.channel { yield(.established(channel: channel), to: channel) }
        underWay = nil
        sendNext()
      }
    }
  }

  private func receiveNotifications(_ connection: Connection) {
    while let notify = PQnotifies(connection.pointer) {
      let channel = String(cString: notify.pointee.relname)
      let payload = String(cString: notify.pointee.extra)
      PQfreemem(notify)
      yield(.notification(channel: channel, payload: payload), to: channel)
    }
  }

  private func yield(_ notification: Notification, to channel: String) {
    for stream in (channels[channel] ?? [:]).values { stream.yield(notification) }
  }

  /// An identifier cannot hold a null byte; everything else is made harmless by doubled quotes.
  private static func quoted(_ name: String) -> String {
    let clean = name.filter { $0 != "\0" }
    return "\"" + clean.replacing("\"", with: "\"\"") + "\""
  }
}
