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
  static let loops = MultiThreadedEventLoopGroup(numberOfThreads: System.coreCount)

  private static let executors = [ObjectIdentifier: LoopExecutor](
    uniqueKeysWithValues: loops.makeIterator().map { (ObjectIdentifier($0), LoopExecutor($0)) })

  static let builder = HTTPServerBuilder { LoopBoundHTTP(http: HTTP1Channel(responder: $0)) }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    http.setup(channel: channel, logger: logger)
  }

  @concurrent
  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    let loop = value.channel.eventLoop
    let executor = Self.executors[ObjectIdentifier(loop)] ?? LoopExecutor(loop)
    await withTaskExecutorPreference(executor) {
      await http.handle(value: value, logger: logger)
    }
  }
}

/// Runs tasks on one event loop.
private final class LoopExecutor: TaskExecutor, @unchecked Sendable {
  /// Jobs that jobs have left behind, before what came over the network has its turn.
  private static let mostRounds = 8

  private let loop: any EventLoop
  // Both are touched on the loop alone.
  private var waiting: [UnownedJob] = []
  private var isAtWork = false

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    guard loop.inEventLoop else {
      return loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
    // What the loop itself leaves for later is taken together: each by itself would cost the loop a turn,
    // and a turn asks the kernel what is new.
    waiting.append(job)
    if !isAtWork, waiting.count == 1 { loop.execute { self.work() } }
  }

  private func work() {
    isAtWork = true
    var rounds = 0
    while !waiting.isEmpty, rounds < Self.mostRounds {
      let jobs = waiting
      waiting = []
      for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
      rounds += 1
    }
    isAtWork = false
    if !waiting.isEmpty { loop.execute { self.work() } }
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
