import BatchThread
import Foundation
import Logging
import Synchronization

/// The connections and the thread that waits for them. One thread at a time is at work with them.
final class Workplace: Sendable {
  private let inbox: Inbox
  private let epoll: Epoll
  private let dispatcher: Mutex<Dispatcher>

  init(configuration: PostgresConfiguration, logger: Logger) {
    let (inbox, epoll) = (Inbox(), Epoll())
    self.inbox = inbox
    self.epoll = epoll
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
    if dispatcher.withLockIfAvailable({ $0.sendAtOnce(request) }) == true { return true }
    return inbox.post(.once(request, .read))
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
