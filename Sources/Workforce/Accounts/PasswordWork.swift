import Dispatch
import Synchronization

/// Where passwords are hashed: on threads of their own, so that 60 ms of arithmetic never stand in the
/// way of requests, and few at once, so that signing in cannot use up the machine.
final class PasswordWork: Sendable {
  private struct State {
    var running = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "passwords", attributes: .concurrent)
  private let atOnce: Int
  private let mayWait: Int

  init(atOnce: Int, mayWait: Int) {
    self.atOnce = atOnce
    self.mayWait = mayWait
  }

  func hash(_ password: String, salt: [UInt8]) async throws -> PasswordHash {
    try await perform { try PasswordHash(of: password, salt: salt) }
  }

  /// Nil is an account that there is not; it takes as long.
  func matches(_ password: String, _ stored: String?) async throws -> Bool {
    let known = stored.flatMap { PasswordHash(stored: $0) }
    return try await perform {
      let isRight = try (known ?? .ofNobody).matches(password)
      return isRight && known != nil
    }
  }

  /// Throws `limitReached` when too many wait already.
  private func perform<Outcome: Sendable>(
    _ work: @escaping @Sendable () throws -> Outcome
  ) async throws -> Outcome {
    try await enter()
    defer { leave() }
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result(catching: work)) }
    }
  }

  private func enter() async throws {
    let mustWait: Bool = try state.withLock { state in
      if state.running < atOnce {
        state.running += 1
        return false
      }
      guard state.waiting.count < mayWait else {
        throw AppError(.limitReached, "account.too_many_sign_ins")
      }
      return true
    }
    guard mustWait else { return }
    await withCheckedContinuation { continuation in
      let mayGo = state.withLock { state in
        // A place may have become free since.
        if state.running < atOnce {
          state.running += 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayGo { continuation.resume() }
    }
  }

  /// Hands the place to the one who has waited longest.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if state.waiting.isEmpty {
        state.running -= 1
        return nil
      }
      return state.waiting.removeFirst()
    }
    next?.resume()
  }
}
