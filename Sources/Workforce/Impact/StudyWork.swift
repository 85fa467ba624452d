import Dispatch

/// Where studies are computed: one at a time on a thread that is not a request's, so that a long study
/// takes one core at most and the service goes on answering.
final class StudyWork: Sendable {
  private let queue = DispatchQueue(label: "studies", qos: .utility)

  func perform<Outcome: Sendable>(
    _ work: @escaping @Sendable () throws -> Outcome
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }
}
