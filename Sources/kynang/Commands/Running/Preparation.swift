import Logging
import ServiceLifecycle
import Synchronization
import UnixSignals

/// Work before the service runs, which a signal interrupts: what it has started is then stopped
/// by whoever catches the error, instead of being left behind.
struct Preparation<Outcome: Sendable>: Service {
  private final class Result: Sendable {
    let outcome = Mutex<Outcome?>(nil)
  }

  private let work: @Sendable () async throws -> Outcome
  private let result = Result()

  /// Throws `CancellationError` when a signal came first.
  static func run(
    logger: Logger, _ work: @escaping @Sendable () async throws -> Outcome
  ) async throws -> Outcome {
    let preparation = Preparation(work: work)
    var configuration = ServiceGroupConfiguration(
      services: [
        .init(service: preparation, successTerminationBehavior: .gracefullyShutdownGroup)
      ], logger: logger)
    configuration.cancellationSignals = [.sigterm, .sigint]
    configuration.logger.logLevel = .critical
    try await ServiceGroup(configuration: configuration).run()
    guard let outcome = preparation.result.outcome.withLock({ $0 }) else {
      throw CancellationError()
    }
    return outcome
  }

  private init(work: @escaping @Sendable () async throws -> Outcome) {
    self.work = work
  }

  func run() async throws {
    do {
      let outcome = try await work()
      result.outcome.withLock { $0 = outcome }
    } catch {
      // A program that was interrupted half-way fails in its own words: what came first was the signal.
      throw Task.isCancelled ? CancellationError() : error
    }
  }
}
