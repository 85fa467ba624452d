import Foundation
import Synchronization

/// Files that are being read or applied beside the requests, by this process. What they write is one
/// transaction each, so a process that dies leaves nothing half-done; what is kept here is only how
/// far they are.
package final class ImportJobs: Sendable {
  private struct Job {
    var readCount: Int
    var task: Task<Void, Never>?
  }

  private let jobs = Mutex<[UUID: Job]>([:])

  /// Runs work beside the request that asked for it.
  func start(_ id: UUID, _ work: @escaping @Sendable () async -> Void) {
    jobs.withLock { $0[id] = Job(readCount: 0, task: nil) }
    let task = Task {
      await work()
      self.finish(id)
    }
    jobs.withLock { $0[id]?.task = task }
  }

  func note(_ id: UUID, readCount: Int) {
    jobs.withLock { $0[id, default: Job(readCount: 0, task: nil)].readCount = readCount }
  }

  func finish(_ id: UUID) {
    jobs.withLock { $0[id] = nil }
  }

  /// Nil when this process is not reading it.
  func readCount(_ id: UUID) -> Int? {
    jobs.withLock { $0[id]?.readCount }
  }

  func cancel(_ id: UUID) {
    jobs.withLock { $0[id]?.task }?.cancel()
  }

  /// Stops everything; what was under way is rolled back.
  func shutDown() async {
    let tasks = jobs.withLock { $0.values.compactMap(\.task) }
    for task in tasks { task.cancel() }
    for task in tasks { await task.value }
  }
}
