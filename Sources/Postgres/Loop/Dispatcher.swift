import Glibc
import Logging

/// Gives work to connections. Whoever is in here holds the lock of the `Workplace`: its thread, or for a
/// moment somebody who sends a read.
final class Dispatcher {
  /// Requests in flight on one shared connection; more would only wait in the server's buffer.
  static let maxInFlight = 16
  /// Requests that share a connection before another is used: each answer then wakes less.
  static let fewInFlight = 12
  /// A statement that runs for longer is slow, and nobody is put behind it by choice.
  static let slow = Duration.microseconds(500)

  enum Waiter {
    case once(Request)
    case tenancy(Tenancy)
  }

  struct Queued<Element> {
    let element: Element
    let deadline: ContinuousClock.Instant
  }

  let inbox: Inbox
  let configuration: PostgresConfiguration
  let logger: Logger
  let epoll: Epoll

  var readers: [Connection] = []
  var exclusives: [Connection] = []
  var connections: [ConnectionID: Connection] = [:]
  var reads: [Queued<Request>] = []
  var waiters: [Queued<Waiter>] = []
  var tenancies: [TenancyID: Tenancy] = [:]
  var outage = Outage()
  var closing: UnsafeContinuation<Void, Never>?
  var closeDeadline: ContinuousClock.Instant?
  private(set) lazy var listener = Listener(dispatcher: self)

  private var nextConnectionID: ConnectionID = 1
  private var nextCheck = ContinuousClock.now
  private(set) var isFinished = false
  /// Somebody else's thread is in here, which must not wait for a look-up of a host's name: no
  /// connection is begun.
  var hasGuest = false
  private static let wakeupToken: UInt64 = 0
  private static let tick = Duration.milliseconds(10)

  init(inbox: Inbox, epoll: Epoll, configuration: PostgresConfiguration, logger: Logger) {
    self.inbox = inbox
    self.epoll = epoll
    self.configuration = configuration
    self.logger = logger
    epoll.watch(inbox.wakeup, token: Self.wakeupToken, reading: true, writing: false)
    readers = (0..<configuration.readConnections).map { _ in makeConnection(.reader) }
    exclusives = (0..<configuration.writeConnections).map { _ in makeConnection(.exclusive) }
  }

  /// Does what was asked, and says how many milliseconds the thread may sleep if nothing comes; nil
  /// when the pool has been closed.
  func work() -> Int32? {
    let messages = inbox.take()
    for message in messages { handle(message) }
    checkTimes()
    if isFinished {
      refuseLateMessages()
      return nil
    }
    // Asleep only if nothing was left to read; a message posted since then has woken us.
    if !messages.isEmpty { return 0 }
    if hasDeadlines { return 10 }
    // A guest may send while the thread sleeps, and wakes nobody.
    return readers.contains(where: \.isReady) ? 1000 : -1
  }

  func receive(_ tokens: [UInt64]) {
    for token in tokens {
      if token == Self.wakeupToken {
        var count: UInt64 = 0
        read(inbox.wakeup, &count, 8)
      } else {
        connections[token]?.ready()
      }
    }
    inbox.awake()
  }

  func makeConnection(_ kind: Connection.Kind) -> Connection {
    let connection = Connection(
      id: nextConnectionID, kind: kind, configuration: configuration, logger: logger,
      dispatcher: self)
    nextConnectionID += 1
    connections[connection.id] = connection
    return connection
  }

  private func handle(_ message: Message) {
    switch message {
    case .once(let request, .read): enqueueRead(request)
    case .once(let request, .write): enqueue(.once(request))
    case .open(let id, let dedicated):
      tenancies[id] = Tenancy(id: id, isDedicated: dedicated)
    case .begin(let id, let prologue): begin(id, prologue)
    case .run(let id, let request): run(id, request)
    case .release(let id): release(id)
    case .cancel(let id): cancel(id)
    case .cancelDelivered(let id, let count): cancelDelivered(id, count)
    case .listen(let channel, let id, let continuation):
      listener.add(continuation, id: id, to: channel)
    case .unlisten(let channel, let id): listener.remove(id, from: channel)
    case .look: assignReads()
    case .close(let continuation): close(continuation)
    case .abandon: finish()
    }
  }

  // MARK: closing

  private func close(_ continuation: UnsafeContinuation<Void, Never>) {
    closing = continuation
    closeDeadline = .now + .seconds(10)
    nextCheck = .now
    failWaiting(.misuse("the pool is closed"))
  }

  private func finish() {
    isFinished = true
    failWaiting(.misuse("the pool is closed"))
    listener.finish()
    for connection in connections.values where !connection.isDown {
      connection.lose(.misuse("the pool is closed"))
    }
    closing?.resume()
    closing = nil
  }

  private func failWaiting(_ error: PostgresError) {
    let (oldReads, oldWaiters) = (reads, waiters)
    reads = []
    waiters = []
    for read in oldReads { read.element.fail(error) }
    for waiter in oldWaiters { fail(waiter.element, error) }
  }

  private func refuseLateMessages() {
    for message in inbox.shut() {
      switch message {
      case .once(let request, _), .run(_, let request): request.fail(.misuse("the pool is closed"))
      case .listen(_, _, let continuation): continuation.finish()
      case .close(let continuation): continuation.resume()
      case .open, .begin, .release, .cancel, .cancelDelivered, .unlisten, .look, .abandon: break
      }
    }
  }

  // MARK: time

  private var hasDeadlines: Bool {
    closing != nil || !reads.isEmpty || !waiters.isEmpty || listener.isWaiting
      || readers.contains { $0.isReady && !$0.isIdle }
      || connections.values.contains { !$0.isDown && !($0.isReady && $0.isIdle) }
  }

  private func checkTimes() {
    let now = ContinuousClock.now
    guard now >= nextCheck else { return }
    nextCheck = now + Self.tick
    expireWaiting(now)
    for connection in connections.values { connection.checkTime(now) }
    listener.checkTime(now)
    if outage.mayTry(now) {
      assignReads()
      assignWaiters()
    }
    if let closeDeadline, closing != nil,
      now >= closeDeadline || (tenancies.isEmpty && connections.values.allSatisfy(\.isIdle))
    {
      finish()
    }
  }
}
