import BatchThread
import Foundation
import Glibc
import Logging
import Synchronization

/// The connections and the thread that waits for them, for which an event loop may wait beside it. One thread
/// at a time is at work with them.
final class Workplace: Sendable {
  private let inbox: Inbox
  private let epoll: Epoll
  private let dispatcher: Mutex<Dispatcher>
  /// Runs a job on the event loop that sends its reads here, if there is one.
  private let onLoop: (@Sendable (_ job: @escaping ReadingLoops.Job) -> Void)?

  init(
    configuration: PostgresConfiguration, logger: Logger,
    onLoop: (@Sendable (_ job: @escaping ReadingLoops.Job) -> Void)? = nil
  ) {
    let (inbox, epoll) = (Inbox(), Epoll())
    self.inbox = inbox
    self.epoll = epoll
    self.onLoop = onLoop
    dispatcher = Mutex(
      Dispatcher(inbox: inbox, epoll: epoll, configuration: configuration, logger: logger))
  }

  func start() {
    let thread = Thread { self.run() }
    thread.name = "postgres"
    thread.start()
  }

  /// False if nobody will ever read it.
  func post(_ message: Message) -> Bool {
    inbox.post(message)
  }

  /// Sends a read at once, or leaves it for the thread. False if nobody will ever send it.
  func read(_ request: Request) -> Bool {
    // Taken only if free: the thread that has it looks into the inbox before it sleeps.
    let outcome = dispatcher.withLockIfAvailable { dispatcher in
      let connection = dispatcher.sendAtOnce(request)
      let mustWait = connection.map { onLoop != nil && dispatcher.attend($0) } ?? false
      return (isSent: connection != nil, mustWait: mustWait)
    }
    guard let outcome, outcome.isSent else { return inbox.post(.once(request, .read)) }
    if outcome.mustWait { onLoop?(waitOnLoop) }
    return true
  }

  /// Waits for an answer, and, when its task has had its turn, for the next.
  @Sendable private func waitOnLoop() {
    guard let file = dispatcher.withLock({ $0.attended?.watched }) else { return }
    // Whoever has something to do goes first: more answers are there after it, and are taken together.
    sched_yield()
    var answer = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
    let isReady = poll(&answer, 1, Dispatcher.patience) > 0
    if dispatcher.withLock({ $0.waited(isReady: isReady) }) { onLoop?(waitOnLoop) }
  }

  /// Returns when the pool has been closed.
  private func run() {
    BatchThread.begin()
    var ready: [UInt64] = []
    while let patience = dispatcher.withLock({ $0.work() }) {
      epoll.wait(milliseconds: patience, &ready)
      dispatcher.withLock { $0.receive(ready) }
    }
  }
}
