import CPostgres
import Glibc
import Synchronization

/// Messages to the thread that waits for the connections; an eventfd wakes it when it sleeps.
final class Inbox: Sendable {
  private struct State {
    var messages: [Message] = []
    var isAsleep = false
    var isClosed = false
  }

  let wakeup: Int32
  private let state = Mutex(State())

  init() {
    wakeup = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    precondition(wakeup >= 0, "The process has no file descriptor left for its database.")
  }

  deinit {
    close(wakeup)
  }

  /// False if nobody will ever read it.
  func post(_ message: Message) -> Bool {
    let (isOpen, mustWake) = state.withLock { state in
      if state.isClosed { return (false, false) }
      state.messages.append(message)
      defer { state.isAsleep = false }
      return (true, state.isAsleep)
    }
    if mustWake { eventfd_write(wakeup, 1) }
    return isOpen
  }

  /// Empty means that the reader may sleep: the next message will wake it.
  func take() -> [Message] {
    state.withLock { state in
      if state.messages.isEmpty {
        state.isAsleep = true
        return []
      }
      defer { state.messages = [] }
      return state.messages
    }
  }

  func awake() {
    state.withLock { $0.isAsleep = false }
  }

  /// Nothing is accepted from now on. Returns what came last.
  func shut() -> [Message] {
    state.withLock { state in
      state.isClosed = true
      defer { state.messages = [] }
      return state.messages
    }
  }
}
