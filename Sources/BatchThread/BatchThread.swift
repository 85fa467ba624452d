import Foundation

/// Threads that answer many at once.
package enum BatchThread {
  /// `SCHED_BATCH`, which the C headers show to few.
  package static let policy: Int32 = 3

  /// From now on the calling thread, when it is woken, waits until the one that runs has done its turn
  /// instead of taking its place. More answers are there by then, and they are taken together: on two
  /// processors a request costs several per cent less. Where it is not permitted, the thread stays as it is.
  /// Source: sched(7), `SCHED_BATCH`.
  package static func begin() {
    #if os(Linux)
      var parameters = sched_param()
      sched_setscheduler(0, policy, &parameters)
    #endif
  }
}
