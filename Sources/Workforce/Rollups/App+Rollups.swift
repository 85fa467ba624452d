import Foundation
import Logging
import Postgres

extension App {
  /// Brings the periods of firms after what was recorded of them. One transaction per firm, with the
  /// rights of that firm alone.
  package func refreshRollups() async throws {
    let waiting = try await systemRows(Command("rollup.pending_firms").statement, [])
    for row in 0..<waiting.count {
      let firm: UUID = try waiting.value(row, 0)
      let now = dependencies.now()
      let settings = transactionSettings(
        for: .service(of: ID(firm)), context: .caller, access: .write, firmID: ID(firm))
      try await pool.transaction(settings) { transaction in
        try await RefreshRollups(today: CalendarDate.inVietnam(at: now), now: now)
          .run(for: firm, in: transaction)
      }
    }
  }

  /// Follows writes every two seconds, brings everything to a new day once it has begun, and publishes
  /// every ten minutes what changed: rarely, so that two editions do not tell a single write apart.
  func keepRollups() async {
    let (due, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    await withTaskGroup(of: Void.self) { group in
      // Publishing a large province takes minutes, in which its firms' periods are not to wait.
      group.addTask { for await _ in due { await self.publish() } }
      await self.followRollups(signal)
      signal.finish()
    }
  }

  private func followRollups(_ signal: AsyncStream<Void>.Continuation) async {
    var caughtUpOn: CalendarDate?
    var publishedAt = Date.distantPast
    while !Task.isCancelled {
      do {
        try await Task.sleep(for: .seconds(2))
        try await refreshRollups()
        let now = dependencies.now()
        let today = CalendarDate.inVietnam(at: now)
        if caughtUpOn != today {
          try await rollupBuilder.catchUp(today: today, now: dependencies.now)
          caughtUpOn = today
        }
        if now.timeIntervalSince(publishedAt) >= 600 {
          signal.yield()
          publishedAt = now
        }
      } catch is CancellationError {
        return
      } catch {
        logger.warning(
          "periods of firms are behind", metadata: ["error_type": "\(type(of: error))"])
      }
    }
  }

  private func publish() async {
    do {
      // Batches of a rebuild are written within seconds of their moment.
      try await publicationBuilder.catchUp(
        today: CalendarDate.inVietnam(at: dependencies.now()), margin: 60, now: dependencies.now)
    } catch is CancellationError {
      return
    } catch {
      logger.warning(
        "published cells are behind", metadata: ["error_type": "\(type(of: error))"])
    }
  }

  var rollupBuilder: RollupBuilder { RollupBuilder(pool: pool, logger: logger) }
  var publicationBuilder: PublicationBuilder { PublicationBuilder(pool: pool, logger: logger) }
}
