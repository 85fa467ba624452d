import BatchThread
import Foundation
import Testing

@Suite struct BatchThreadTests {
  @Test func aThreadLetsTheOneThatRunsFinish() async {
    let policies = await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        let before = sched_getscheduler(0)
        BatchThread.begin()
        continuation.resume(returning: (before, sched_getscheduler(0)))
      }
    }

    #expect(policies.0 == 0)
    #expect(policies.1 == BatchThread.policy)
  }
}
