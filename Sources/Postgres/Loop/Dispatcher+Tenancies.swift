/// Transactions have a connection to themselves.
extension Dispatcher {
  func enqueue(_ waiter: Waiter) {
    if let refusal = refusal(among: exclusives) { return fail(waiter, refusal) }
    waiters.append(Queued(element: waiter, deadline: .now + configuration.acquireTimeout))
    assignWaiters()
  }

  func assignWaiters() {
    while let waiter = waiters.first {
      guard
        let connection = exclusives.first(where: {
          $0.isReady && $0.tenancy == nil && $0.isIdle
        })
      else { break }
      waiters.removeFirst()
      switch waiter.element {
      case .once(let request): connection.submit(request)
      case .tenancy(let tenancy): settle(tenancy, on: connection)
      }
    }
    growExclusives()
  }

  private func growExclusives() {
    guard !hasGuest, outage.mayTry(.now), closing == nil else { return }
    var growing = exclusives.count { !$0.isReady && !$0.isDown }
    for connection in exclusives where connection.isDown && growing < waiters.count {
      connection.connect()
      growing += 1
    }
  }

  func settle(_ tenancy: Tenancy, on connection: Connection) {
    tenancy.connection = connection
    connection.tenancy = tenancy
    let waiting = tenancy.waiting
    tenancy.waiting = []
    for request in waiting { connection.submit(request) }
  }

  func begin(_ id: TenancyID, _ prologue: [Call]) {
    guard let tenancy = tenancies[id] else { return }
    tenancy.prologue = prologue
    tenancy.firstError = nil
  }

  func run(_ id: TenancyID, _ request: Request) {
    guard let tenancy = tenancies[id] else {
      return request.fail(.misuse("the transaction has ended"))
    }
    if let lost = tenancy.lost { return request.fail(lost) }
    if isEmptyEnd(request.work, of: tenancy) {
      tenancy.prologue = []
      return request.succeed(.rows([]))
    }
    if let connection = tenancy.connection { return connection.submit(request) }
    tenancy.waiting.append(request)
    if tenancy.waiting.count > 1 { return }
    if tenancy.isDedicated {
      let connection = makeConnection(.dedicated)
      connection.tenancy = tenancy
      connection.connect()
    } else {
      enqueue(.tenancy(tenancy))
    }
  }

  /// A transaction that never sent anything has nothing to commit or to roll back.
  private func isEmptyEnd(_ work: Work, of tenancy: Tenancy) -> Bool {
    guard case .pipeline(_, let calls, let end) = work, calls.isEmpty else { return false }
    switch end {
    case .none: return false
    case .commit, .rollback:
      return !tenancy.prologue.isEmpty
        || (tenancy.connection == nil && tenancy.waiting.isEmpty)
    }
  }

  func release(_ id: TenancyID) {
    guard let tenancy = tenancies.removeValue(forKey: id) else { return }
    waiters.removeAll {
      if case .tenancy(let waiter) = $0.element { return waiter === tenancy }
      return false
    }
    for request in tenancy.waiting { request.fail(.misuse("the transaction has ended")) }
    guard let connection = tenancy.connection else { return }
    tenancy.connection = nil
    connection.tenancy = nil
    connection.vacate()
    if tenancy.isDedicated, connections[connection.id] != nil {
      connection.lose(.misuse("the connection was given back"))
    }
    assignWaiters()
  }

  func refusal(among candidates: [Connection]) -> PostgresError? {
    if closing != nil { return .misuse("the pool is closed") }
    if reads.count + waiters.count >= configuration.maxQueued { return overload(candidates) }
    let now = ContinuousClock.now
    if let since = outage.since, now - since > configuration.acquireTimeout,
      !outage.mayTry(now), !candidates.contains(where: \.isReady)
    {
      return .connectionRefused(outage.reason ?? "the database cannot be reached")
    }
    return nil
  }

  /// The queue may be of length zero: then only what can start at once is accepted.
  private func overload(_ candidates: [Connection]) -> PostgresError? {
    let canStart = candidates.contains {
      $0.isDown || ($0.isReady && $0.isIdle && $0.tenancy == nil)
    }
    return canStart && reads.isEmpty && waiters.isEmpty ? nil : .overloaded
  }

  func fail(_ waiter: Waiter, _ error: PostgresError) {
    switch waiter {
    case .once(let request): request.fail(error)
    case .tenancy(let tenancy):
      tenancy.lost = error
      let waiting = tenancy.waiting
      tenancy.waiting = []
      for request in waiting { request.fail(error) }
    }
  }

  func expireWaiting(_ now: ContinuousClock.Instant) {
    let error = outage.reason.map { PostgresError.connectionRefused($0) } ?? .timedOut
    while let read = reads.first, read.deadline <= now {
      reads.removeFirst()
      read.element.fail(error)
    }
    while let waiter = waiters.first, waiter.deadline <= now {
      waiters.removeFirst()
      fail(waiter.element, error)
    }
  }
}
