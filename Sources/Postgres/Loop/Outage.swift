/// How long no connection could be made, and when to try again.
struct Outage {
  private var failures = 0
  private var nextAttempt: ContinuousClock.Instant?
  private(set) var since: ContinuousClock.Instant?
  private(set) var reason: String?

  func mayTry(_ now: ContinuousClock.Instant) -> Bool {
    nextAttempt.map { now >= $0 } ?? true
  }

  mutating func failed(_ reason: String, at now: ContinuousClock.Instant) {
    if since == nil { since = now }
    self.reason = reason
    // Several connections fail together; they count once.
    guard mayTry(now) else { return }
    failures += 1
    // Spread, so that many clients of a restarted server do not come back at the same instant.
    let milliseconds = Double(min(50 << min(failures, 6), 2000)) * Double.random(in: 0.5...1)
    nextAttempt = now + .milliseconds(milliseconds)
  }

  mutating func ended() {
    self = Outage()
  }
}
