/// Short reads share a few connections, several in flight on each.
extension Dispatcher {
  func enqueueRead(_ request: Request) {
    if let refusal = refusal(among: readers) { return request.fail(refusal) }
    reads.append(Queued(element: request, deadline: .now + configuration.acquireTimeout))
    assignReads()
  }

  func assignReads() {
    while let read = reads.first {
      guard let connection = reader(for: read.element) else { break }
      reads.removeFirst()
      send(read.element, on: connection)
    }
    growReaders()
  }

  private func reader(for request: Request) -> Connection? {
    guard case .pipeline(let prologue, let calls, _) = request.work else { return nil }
    var best: Connection?
    for reader in readers
    where reader.isReady && !reader.isCancelling && reader.exchanges.count < Self.maxInFlight {
      if let best, best.exchanges.count <= reader.exchanges.count { continue }
      if prologue.contains(where: reader.prepared.isUnconfirmed) { continue }
      if calls.contains(where: reader.prepared.isUnconfirmed) { continue }
      best = reader
    }
    return best
  }

  private func send(_ request: Request, on connection: Connection) {
    guard case .pipeline(let prologue, let calls, let end) = request.work else { return }
    connection.sendPipeline(request, prologue, calls, end, isRetry: false)
  }

  /// One more connection while those there are have work.
  private func growReaders() {
    guard outage.mayTry(.now), closing == nil else { return }
    let isBusy = readers.allSatisfy { !$0.isReady || !$0.exchanges.isEmpty }
    let isGrowing = readers.contains { !$0.isReady && !$0.isDown }
    guard isBusy, !isGrowing, !reads.isEmpty || readers.contains(where: \.isReady) else { return }
    readers.first { $0.isDown }?.connect()
  }
}
