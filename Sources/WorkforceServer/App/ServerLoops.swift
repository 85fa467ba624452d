import NIOCore
import NIOPosix

/// The event loops that answer requests, by their numbers from 0.
package enum ServerLoops {
  private static let all = Array(LoopBoundHTTP.loops.makeIterator())
  private static let numbers = Dictionary(
    uniqueKeysWithValues: all.enumerated().map { (ObjectIdentifier($1), $0) })

  package static var count: Int { all.count }

  /// Which of them the calling thread is; nil if it is none of them.
  package static func current() -> Int? {
    MultiThreadedEventLoopGroup.currentEventLoop.flatMap { numbers[ObjectIdentifier($0)] }
  }

  /// Runs a job on one of them, after those that it has.
  package static func execute(_ loop: Int, _ job: @escaping @Sendable () -> Void) {
    all[loop].execute(job)
  }
}
