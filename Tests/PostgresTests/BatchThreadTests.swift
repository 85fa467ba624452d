import BatchThread
import Foundation
import Testing

@Suite struct BatchThreadTests {
  /// 3 is `SCHED_BATCH`, which the C headers show to few.
  @Test func aThreadLetsTheOneThatRunsFinish() async {
    let policies = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let before = sched_getscheduler(0)
        BatchThread.begin()
        continuation.resume(returning: (before, sched_getscheduler(0)))
      }
    }

    #expect(policies.0 == 0)
    #expect(policies.1 == 3)
  }
}
