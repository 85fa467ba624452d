import BatchThread
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix

/// HTTP/1 whose requests are answered by the event loop of their connection, so that a short one does
/// not go from thread to thread. What takes long leaves it: see `LongWork`.
struct LoopBoundHTTP: ServerChildChannel {
  private let http: HTTP1Channel

  /// One for every processor: with fewer, one of two stands idle while a loop is the one thing that waits.
  static let loops = {
    let loops = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)
    for loop in loops.makeIterator() { loop.execute { BatchThread.begin() } }
    return loops
  }()

  static let builder = HTTPServerBuilder { LoopBoundHTTP(http: HTTP1Channel(responder: $0)) }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    http.setup(channel: channel, logger: logger)
  }

  @concurrent
  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    await withTaskExecutorPreference(LoopExecutor(value.channel.eventLoop)) {
      await http.handle(value: value, logger: logger)
    }
  }
}

/// Runs tasks on one event loop.
private final class LoopExecutor: TaskExecutor {
  private let loop: any EventLoop

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// Pages, lists, files and changes are made by the common threads: while one of them is at work, its
/// event loop answers others.
enum LongWork {
  @concurrent
  static func run(
    _ work: @concurrent () async throws -> Response
  ) async throws -> Response {
    try await withTaskExecutorPreference(globalConcurrentExecutor) { try await work() }
  }
}

/// Takes every request behind it off the event loop.
struct LongWorkMiddleware: RouterMiddleware {
  @concurrent
  func handle(
    _ request: Request, context: KynangContext,
    next: @concurrent (Request, KynangContext) async throws -> Response
  ) async throws -> Response {
    try await LongWork.run { try await next(request, context) }
  }
}
