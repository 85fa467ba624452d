import Dispatch

/// Where studies are computed: one at a time on a thread that is not a request's, so that a long study
/// takes one core at most and the service goes on answering.
final class StudyWork: Sendable {
  private let queue = DispatchQueue(label: "studies", qos: .utility)
  /// One for each time that somebody should look whether a run waits; several that nobody saw are one.
  let calls: AsyncStream<Void>
  private let caller: AsyncStream<Void>.Continuation

  init() {
    (calls, caller) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func wake() { caller.yield() }

  /// Wakes again and again until it is cancelled: runs asked for at another service of this database, and
  /// those that one which died had taken on, are found by looking alone.
  func wakeRegularly() async {
    while !Task.isCancelled {
      wake()
      do { try await Task.sleep(for: .seconds(2)) } catch { return }
    }
  }

  func perform<Outcome: Sendable>(
    _ work: @escaping @Sendable () throws -> Outcome
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
