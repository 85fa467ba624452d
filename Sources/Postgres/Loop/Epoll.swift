import CPostgres
import Glibc

/// Readiness of file descriptors, each known by a token. What is watched may change while a thread waits.
final class Epoll: Sendable {
  private static let mostAtOnce = 64
  private let descriptor: Int32

  init() {
    descriptor = epoll_create1(Int32(EPOLL_CLOEXEC))
    precondition(descriptor >= 0, "The process has no file descriptor left for its database.")
  }

  deinit {
    close(descriptor)
  }

  /// Also for a descriptor that is watched already.
  func watch(_ file: Int32, token: UInt64, reading: Bool, writing: Bool) {
    var event = epoll_event()
    event.events = (reading ? EPOLLIN.rawValue : 0) | (writing ? EPOLLOUT.rawValue : 0)
    event.data.u64 = token
    if epoll_ctl(descriptor, EPOLL_CTL_MOD, file, &event) != 0 {
      epoll_ctl(descriptor, EPOLL_CTL_ADD, file, &event)
    }
  }

  /// Before libpq closes it: a number may come back as another file.
  func forget(_ file: Int32) {
    epoll_ctl(descriptor, EPOLL_CTL_DEL, file, nil)
  }

  /// Replaces the tokens by those that are ready. A negative time-out waits for ever.
  func wait(milliseconds: Int32, _ tokens: inout [UInt64]) {
    tokens.removeAll(keepingCapacity: true)
    withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: Self.mostAtOnce) { events in
      let count = epoll_wait(
        descriptor, events.baseAddress, Int32(Self.mostAtOnce), milliseconds)
      for index in 0..<max(0, Int(count)) { tokens.append(events[index].data.u64) }
    }
  }
}
