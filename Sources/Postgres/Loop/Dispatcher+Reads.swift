/// Short reads share a few connections, several in flight on each.
extension Dispatcher {
  func enqueueRead(_ request: Request) {
    if let refusal = refusal(among: readers) { return request.fail(refusal) }
    reads.append(Queued(element: request, deadline: .now + configuration.acquireTimeout))
    assignReads()
  }

  /// Sends a read on the thread of who asks: nobody has to be woken for it. False if it must wait.
  func sendAtOnce(_ request: Request) -> Bool {
    guard closing == nil, !isFinished, reads.isEmpty,
      let connection = sharedReader(for: request, .now)
    else { return false }
    hasGuest = true
    defer { hasGuest = false }
    send(request, on: connection)
    // It was lost, or more may be wanted: the thread of the connections begins the next one.
    if readers.contains(where: \.isDown) { _ = inbox.post(.look) }
    return true
  }

  func assignReads() {
    while let read = reads.first {
      guard
        let connection = sharedReader(for: read.element, .now)
          ?? (mayGrow ? nil : freestReader(for: read.element))
      else { break }
      reads.removeFirst()
      send(read.element, on: connection)
    }
    growReaders()
  }

  /// The first connection with few in flight and none of them slow.
  private func sharedReader(
    for request: Request, _ now: ContinuousClock.Instant
  ) -> Connection? {
    readers.first { reader in
      reader.exchanges.count < Self.fewInFlight
        && (reader.exchanges.isEmpty || now - reader.lastProgress < Self.slow)
        && reader.canTake(request)
    }
  }

  /// Whether another connection is on its way or may be opened: waiting for it takes less than waiting behind
  /// a slow read.
  private var mayGrow: Bool {
    closing == nil && readers.contains { !$0.isReady && (!$0.isDown || outage.mayTry(.now)) }
  }

  private func freestReader(for request: Request) -> Connection? {
    var best: Connection?
    for reader in readers where reader.exchanges.count < Self.maxInFlight {
      if let best, best.exchanges.count <= reader.exchanges.count { continue }
      if reader.canTake(request) { best = reader }
    }
    return best
  }

  private func send(_ request: Request, on connection: Connection) {
    guard case .pipeline(let prologue, let calls, let end) = request.work else { return }
    connection.sendPipeline(request, prologue, calls, end, isRetry: false)
  }

  /// One more connection while those there are have work.
  private func growReaders() {
    guard !hasGuest, let next = readers.first(where: \.isDown) else { return }
    guard outage.mayTry(.now), closing == nil else { return }
    let isBusy = readers.allSatisfy { !$0.isReady || !$0.exchanges.isEmpty }
    let isGrowing = readers.contains { !$0.isReady && !$0.isDown }
    guard isBusy, !isGrowing, !reads.isEmpty || readers.contains(where: \.isReady) else { return }
    next.connect()
  }
}

extension Connection {
  /// Whether a read may be sent behind what is in flight.
  fileprivate func canTake(_ request: Request) -> Bool {
    guard isReady, !isCancelling, case .pipeline(let prologue, let calls, _) = request.work else {
      return false
    }
    return !prologue.contains(where: prepared.isUnconfirmed)
      && !calls.contains(where: prepared.isUnconfirmed)
  }
}
