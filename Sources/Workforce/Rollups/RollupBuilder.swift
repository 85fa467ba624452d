import Foundation
import Logging
import Postgres

/// Makes the periods of all firms anew from their facts, as the role of bulk loads.
///
/// It works in batches, each a transaction of its own: readers see some firms earlier than others.
package struct RollupBuilder: Sendable {
  /// What a rebuild did.
  package struct Count: Codable, Sendable, Equatable {
    package internal(set) var firms: Int
    /// Rows of `firm_period` that were made.
    package internal(set) var rows: Int
  }

  /// Firms in one statement: enough for good plans, few enough to sort in memory.
  static let batchSize = 1000
  /// Batches at the same time.
  static let width = 2

  private let pool: Pool
  private let logger: Logger

  /// - Parameter pool: of a login that may become `kynang_loader`.
  package init(pool: Pool, logger: Logger) {
    self.pool = pool
    self.logger = logger
  }

  /// - Parameter kinds: kinds of period to make.
  /// - Parameter from: no period that ends before this day; nil for each firm's first.
  /// - Parameter until: no period that starts after this day.
  /// - Parameter now: asked for each batch, since a province takes longer than publishing waits.
  package func rebuild(
    _ kinds: [Period.Kind], from: CalendarDate?, until: CalendarDate, today: CalendarDate,
    now: @escaping @Sendable () -> Date
  ) async throws -> Count {
    var count = Count(firms: 0, rows: 0)
    let indicators = try await pool.transaction(Self.settings) {
      try await IndicatorRollup(in: $0)
    }
    try await withThrowingTaskGroup(of: Int.self) { group in
      var after: UUID?
      var running = 0
      while true {
        let firms = try await page(after: after, today: today)
        guard let last = firms.last else { break }
        after = last.firmId
        count.firms += firms.count
        if running == Self.width {
          count.rows += try await group.next() ?? 0
          running -= 1
        }
        running += 1
        group.addTask {
          try await make(
            firms, kinds, indicators, from: from, until: until, today: today, now: now)
        }
      }
      for try await rows in group { count.rows += rows }
    }
    logger.info("periods of firms are made", metadata: ["rows": "\(count.rows)"])
    return count
  }

  /// Brings rows to today that were true of an earlier day, and adds the periods that began since.
  package func catchUp(
    today: CalendarDate, now: @escaping @Sendable () -> Date
  ) async throws {
    let stale = try await pool.transaction(Self.settings) { transaction in
      try await transaction.fetch(
        Call(Query<StalePeriod>.stalePeriods.statement, [today])
      ).decode(StalePeriod.self)
    }
    var days = Set(stale.map { Period($0.periodKind, containing: $0.startsOn) })
    for kind in Period.Kind.allCases where days.contains(where: { $0.kind == kind }) {
      days.insert(Period(kind, containing: today))
    }
    for period in days.sorted() {
      _ = try await rebuild(
        [period.kind], from: period.startsOn, until: period.startsOn, today: today, now: now)
    }
  }

  private func page(after: UUID?, today: CalendarDate) async throws -> [RollupFirm] {
    try await pool.transaction(Self.settings) { transaction in
      try await transaction.fetch(
        Call(Query<RollupFirm>.rollupFirms.statement, [after, Self.batchSize, today])
      ).decode(RollupFirm.self)
    }
  }

  private func make(
    _ firms: [RollupFirm], _ kinds: [Period.Kind], _ indicators: IndicatorRollup,
    from: CalendarDate?, until: CalendarDate, today: CalendarDate, now: @Sendable () -> Date
  ) async throws -> Int {
    guard let first = firms.map(\.firstOn).min() else { return 0 }
    var rows = 0
    if from == nil {
      _ = try await pool.transaction(Self.settings) { transaction in
        try await transaction.forget(firms.map(\.firmId), before: firms.map(\.firstOn))
      }
    }
    let start = from.map { max($0, first) } ?? first
    let periods = kinds.flatMap { Period.all($0, from: start, through: min(until, today)) }
    for period in periods {
      let eventful = firms.filter { $0.firstOn <= period.endsOn }.map(\.firmId)
      try await pool.transaction(Self.settings) { transaction in
        try await transaction.make(eventful, period, indicators, today: today, now: now())
      }
      rows += eventful.count
    }
    return rows
  }

  private static let settings = TransactionSettings(
    access: .write, isolation: .readCommitted, role: "kynang_loader", settings: [],
    statementTimeout: .zero)
}

/// A firm and the first day of which its periods are kept.
struct RollupFirm: Decodable, Sendable {
  let firmId: UUID
  let firstOn: CalendarDate
}

struct StalePeriod: Decodable, Sendable {
  let periodKind: Period.Kind
  let startsOn: CalendarDate
}

extension Query<RollupFirm> {
  static var rollupFirms: Self { Query("rollup.firms") }
}

extension Query<StalePeriod> {
  static var stalePeriods: Self { Query("rollup.stale_periods") }
}
