/// Event loops that send the short reads of their own requests and wait for the answers.
package struct ReadingLoops: Sendable {
  package typealias Job = @Sendable () -> Void

  let count: Int
  /// Which of them the calling thread is; nil if it is none of them.
  let current: @Sendable () -> Int?
  /// Runs a job on one of them, after those that it has; for as long as the pool is open.
  let execute: @Sendable (_ loop: Int, _ job: @escaping Job) -> Void

  package init(
    count: Int, current: @escaping @Sendable () -> Int?,
    execute: @escaping @Sendable (_ loop: Int, _ job: @escaping Job) -> Void
  ) {
    self.count = count
    self.current = current
    self.execute = execute
  }
}
